"""What came back: what a referrer may hear, the fixed line beyond "met", minutes of one's own calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.rollcall.came_back import came_back
from handlers.rollcall.facts import CameBack
from handlers.standing import FIXED_LINE
from models.acts.field_help import Became, became
from models.acts.participants import begin
from models.classes import Basis, Category
from models.duties import Act
from models.people import Role
from models.referral import Door, Referral, State
from models.scene import the_actor
from models.schema import ReferralRef
from tests.handlers.consents.releasing import POLICE, line, release
from tests.handlers.harbor import CASE_MANAGER, OFFICER, QUAY_OFFICER, RESPONDER, Harbor
from tests.handlers.rollcall.test_listeners import opened
from tests.handlers.shifts import ask, shift, staff
from tests.handlers.wing import Wing, texts


def back(harbor: Harbor, user: str = OFFICER) -> CameBack:
    with harbor.ground.database.look() as work:
        scene = harbor.ground.scene(work, user)  # type: ignore[arg-type]
        return came_back(scene, the_actor(scene))


def met(harbor: Harbor, minutes: int = 20, form: str = "VFORM1") -> ReferralRef:
    """An arrest diversion whose responder was there after so many minutes."""
    ref = harbor.refer(form=form).ref
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    harbor.time.go(timedelta(minutes=minutes))
    harbor.act(RESPONDER, ref, Act.MET)
    return ref


def read(wing: Wing) -> str:
    firing = ask(wing.harbor, shift(wing.harbor))
    return "\n".join(texts(opened(wing, OFFICER, firing)))


def test_nothing_came_back_yet(wing: Wing) -> None:
    assert "Nothing yet." in read(wing)


def test_beyond_met_there_is_the_fixed_line_alone(wing: Wing) -> None:
    ref = met(wing.harbor)
    said = read(wing)
    assert f"Arrest diversion {ref}. Met on " in said
    assert FIXED_LINE in said
    assert "Working together" not in said


@pytest.mark.parametrize("state", [State.INTAKE_DONE, State.CLOSED])
def test_what_follows_a_meeting_changes_nothing_of_it(wing: Wing, state: State) -> None:
    ref = met(wing.harbor)
    before = read(wing)
    with wing.harbor.ground.database.work() as work:
        row = work.session.get_one(Referral, ref)
        row.decide(state, wing.harbor.time())
        wing.harbor.ground.vault.rows.sign_row(row)
        work.commit()
    wing.harbor.time.go(timedelta(minutes=1))
    after = "\n".join(texts(opened(wing, OFFICER, _firing(wing))))
    assert [line for line in before.splitlines() if ref in line] == [
        line for line in after.splitlines() if ref in line
    ]


def _firing(wing: Wing) -> str:
    notices = wing.harbor.notices()
    return next(notice.target for notice in reversed(notices) if notice.kind == "rollcall.asked")


@pytest.mark.parametrize(("agency", "together"), [(POLICE, True), ("police:Elsewhere PD", False)])
def test_more_is_said_only_under_a_release_that_names_the_agency(
    wing: Wing, agency: str, together: bool
) -> None:
    harbor = wing.harbor
    ref = met(harbor)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        person = begin(scene, "north", ref).ref
        work.commit()
    release(harbor, person, (line(agency, Role.OFFICER, Category.ENGAGEMENT),))
    said = read(wing)
    assert ("Working together." in said) is together
    assert (FIXED_LINE in said) is not together


def test_the_minutes_are_the_median_of_ones_own_calls(harbor: Harbor) -> None:
    assert (back(harbor).minutes, back(harbor).calls) == (None, 0)
    for number, minutes in enumerate((10, 20, 60)):
        met(harbor, minutes, f"VFORM{number}")
    harbor.refer(form="VWAITS")
    assert (back(harbor).minutes, back(harbor).calls) == (20, 3)
    assert back(harbor, QUAY_OFFICER).minutes is None
    harbor.time.go(timedelta(days=100))
    assert back(harbor).calls == 0


def test_what_began_as_field_help_is_a_call_whatever_it_became(harbor: Harbor) -> None:
    ref = harbor.refer(door=Door.FIELD_HELP).ref
    harbor.time.go(timedelta(minutes=9))
    harbor.act(RESPONDER, ref, Act.MET)
    with harbor.ground.database.work() as work:
        handle = harbor.item(ref, OFFICER, Basis.OWN)
        became(harbor.ground.scene(work, OFFICER), handle, Became.SOCIAL_CONTACT)
        work.commit()
    assert (back(harbor).minutes, back(harbor).calls) == (9, 1)


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        ((1,), "When you called, help came in 1 minute."),
        ((12,), "When you called, help came in 12 minutes."),
        ((10, 20, 60), "When you call, help comes in 20 minutes (median)."),
    ],
)
def test_it_is_said_in_words_how_long_help_took(wing: Wing, waited: tuple[int, ...], said: str) -> None:
    for number, minutes in enumerate(waited):
        met(wing.harbor, minutes, f"VFORM{number}")
    assert said in read(wing)


def test_a_social_contact_is_no_call(harbor: Harbor) -> None:
    harbor.refer(door=Door.SOCIAL_CONTACT)
    assert back(harbor).calls == 0
    assert len(back(harbor).referrals) == 1


def test_a_row_that_somebody_altered_is_not_shown(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    with harbor.ground.database.work() as work:
        work.session.get_one(Referral, ref).region = "quay"
        work.commit()
    assert back(harbor).referrals == ()


def test_no_detail_and_nobody_elses_referral_stands_in_it(wing: Wing) -> None:
    staff(wing.harbor)
    theirs = wing.harbor.refer(QUAY_OFFICER, form="VTHEIRS").ref
    mine = wing.harbor.refer().ref
    said = read(wing)
    assert mine in said
    assert theirs not in said
    assert "Dock shelter 7" not in said
    assert "555-0107" not in said


def test_the_view_closes_itself_and_its_opening_is_written_down(wing: Wing) -> None:
    read(wing)
    assert "open.shown" in wing.harbor.verbs()
    assert "view.blank" in [notice.kind for notice in wing.harbor.notices()]
