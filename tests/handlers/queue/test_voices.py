"""What the queue tells by message: references only, and only to whoever manages today."""

from __future__ import annotations

from handlers.forms import Draft
from handlers.queue.voices import VOICES, words_for
from handlers.voice import Message, Spoken, Telling
from models.notice import Kind, Never, NewNotice, Notice, post
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.harbor import DETAILS, MANAGER, OFFICER, QUAY_OFFICER, STRANGER, Harbor, sensitive

REFS = "R-7KQ2M R-8KQ2M"


def spoken(harbor: Harbor, to: SlackUserId) -> Spoken:
    ground = harbor.ground
    with ground.database.work() as work:
        post(work, harbor.time(), [NewNotice(Kind.PLACE_FREE, to, f"place:{to}", target=REFS)])
        work.commit()
    notice: Notice = harbor.notices(Kind.PLACE_FREE)[-1]
    with ground.database.look() as work:
        return VOICES[Kind.PLACE_FREE](Telling(work, harbor.rules(), notice, ground))


def test_a_free_place_names_the_first_by_reference(harbor: Harbor) -> None:
    said = spoken(harbor, MANAGER)
    assert said == Message(
        "A place is free. First on the waitlist: R-7KQ2M, R-8KQ2M. /lead queue shows them; you decide."
    )


def test_whoever_does_not_manage_any_more_hears_nothing(harbor: Harbor) -> None:
    assert spoken(harbor, OFFICER) == Never("not_entitled")
    assert spoken(harbor, STRANGER) == Never("not_on_roster")


def test_a_referrer_who_is_not_sure_sends_it_anyway_and_is_followed_up(harbor: Harbor) -> None:
    for number, fits in enumerate(("", "yes", "not_sure")):
        draft = Draft({"fits": fits}, sensitive(DETAILS[Door.SOCIAL_CONTACT]))
        receipt = harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form=f"V{number}", draft=draft)
    (asked,) = harbor.notices(Kind.NOT_SURE)
    assert (asked.recipient, asked.subject) == (MANAGER, receipt.ref)
    assert words_for(Kind.NOT_SURE, receipt.ref).startswith(f"{receipt.ref}: the referrer is not sure")


def test_the_second_screen_of_an_arrest_diversion_says_so_too(harbor: Harbor) -> None:
    receipt = harbor.refer()
    draft = Draft({"fits": "not_sure"}, sensitive(DETAILS[Door.COMMUNITY]))
    harbor.referrals.complete(OFFICER, receipt.handle, draft, key="rest:1")
    assert [notice.subject for notice in harbor.notices(Kind.NOT_SURE)] == [receipt.ref]
