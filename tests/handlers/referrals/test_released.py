"""Released to LEAD: in the officer's own item, once, and it says what follows."""

from __future__ import annotations

from handlers.ids import Action
from handlers.referrals.releasing import SAID
from models.classes import Basis
from models.duties import Act
from models.referral import Door
from tests.handlers.harbor import OFFICER, QUAY_OFFICER, RESPONDER, Harbor
from tests.handlers.wing import Json, Wing, texts

LABEL = "Released to LEAD"


def opened(wing: Wing, user: str, handle: str) -> Json:
    """The view that somebody reads an item in."""
    wing.click(user, Action.OPEN_ITEM.value, value=handle)
    wing.settle()
    return wing.slack.views("views.update")[-1]


def test_an_officer_says_released_and_the_time_begins(harbor: Harbor, wing: Wing) -> None:
    ref = harbor.refer().ref
    own = harbor.item(ref, OFFICER, Basis.OWN)
    view = opened(wing, OFFICER, own)
    assert LABEL in texts(view)
    assert LABEL not in texts(opened(wing, RESPONDER, harbor.item(ref, RESPONDER)))
    wing.click(OFFICER, Action.RELEASED.value, view={**view, "private_metadata": own})
    assert SAID in texts(wing.slack.views("views.update")[-1])
    assert harbor.referral(ref).intake_ends_at is not None
    assert LABEL not in texts(opened(wing, OFFICER, own)), "what is said is not asked again"


def test_a_button_that_was_left_standing_begins_nothing_anew(harbor: Harbor, wing: Wing) -> None:
    ref = harbor.refer().ref
    own = harbor.item(ref, OFFICER, Basis.OWN)
    view = {**opened(wing, OFFICER, own), "private_metadata": own}
    harbor.act(RESPONDER, ref, Act.MET)
    before = harbor.referral(ref).version
    wing.click(OFFICER, Action.RELEASED.value, view=view)
    assert SAID not in texts(wing.slack.views("views.update")[-1])
    assert harbor.referral(ref).version == before
    assert LABEL not in texts(opened(wing, OFFICER, own))


def test_nobody_else_s_tap_counts(harbor: Harbor, wing: Wing) -> None:
    ref = harbor.refer().ref
    own = harbor.item(ref, OFFICER, Basis.OWN)
    view = {"callback_id": "opened", "private_metadata": own, "blocks": []}
    for user in (QUAY_OFFICER, RESPONDER):
        wing.click(user, Action.RELEASED.value, view=view)
    assert harbor.referral(ref).intake_ends_at is None


def test_only_an_arrest_diversion_has_the_button(harbor: Harbor, wing: Wing) -> None:
    ref = harbor.refer(door=Door.SOCIAL_CONTACT, form="VFORM2").ref
    assert LABEL not in texts(opened(wing, OFFICER, harbor.item(ref, OFFICER, Basis.OWN)))
