"""The views of releases: within Slack's limits however much there is, and no detail where none belongs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.consents.facts import Entered, OpenReleases, Withdrawn
from handlers.consents.views import (
    FULL_NOTICE,
    caseload_view,
    entered_view,
    full_notice_view,
    releases_view,
    withdrawn_view,
)
from models.caseload import Person
from models.classes import Category, Purpose
from models.consent import Ended, Signed
from models.participant import Rung
from models.people import Role
from models.releases import Force, RecipientFacts, ReleaseFacts
from models.schema import MessageRef, ParticipantRef
from sandbox.limits import check_view
from tests.handlers.wing import texts

REF = ParticipantRef("C-7KQ2M")
ONE = RecipientFacts(
    id="a" * 32,
    agency="prosecutor:Lantern County Prosecutor",
    role=Role.LIAISON_PROSECUTOR,
    regions=frozenset({"north"}),
    categories=frozenset({Category.BARRIERS, Category.ENGAGEMENT}),
    purposes=frozenset({Purpose.COURT}),
    force=Force.RUNS,
    ended_at=None,
    ended_how=None,
    written=False,
)


def changed(**columns: object) -> RecipientFacts:
    return RecipientFacts(**{**vars(ONE), **columns})


def release(number: int, *recipients: RecipientFacts, by_event: bool = True) -> ReleaseFacts:
    ends = date(2026, 12, 1)
    signed = date(2026, 9, 1)
    return ReleaseFacts(
        f"{number:032x}", "case_management:Bridge", signed, Signed.ON_PAPER, ends, by_event, recipients
    )


def opened(*releases: ReleaseFacts, **more: bool) -> OpenReleases:
    flags = {"may_sign": True, "may_read_log": True, **more}
    zone = ZoneInfo("America/Los_Angeles")
    return OpenReleases(ref=REF, releases=releases, sealed={}, regions={"north": "North"}, zone=zone, **flags)


@pytest.mark.parametrize("count", [0, 1, 30, 200])
def test_slack_takes_any_number_of_releases(count: int) -> None:
    view = releases_view(opened(*(release(number, ONE, ONE) for number in range(count))))
    check_view(view, "modal")
    assert ("Older releases" in str(view)) is (count >= 30)
    assert ("No release has been signed." in str(view)) is (count == 0)


@pytest.mark.parametrize("count", [0, 45, 60])
def test_slack_takes_any_caseload(count: int) -> None:
    people = [Person(ParticipantRef(f"C-{number:05}"), "north", Rung.NONE) for number in range(count)]
    view = caseload_view(people, {"north": "North"})
    check_view(view, "modal")
    assert ("There are more." in str(view)) is (count == 60)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (ONE, "Liaison prosecutor, Lantern County Prosecutor: in force."),
        (changed(force=Force.OVER), "over, its last day has passed."),
        (changed(force=Force.BEGINS_LATER), "in force from the day it was signed for."),
        (changed(force=Force.ALTERED), "not in force. Its row was altered"),
        (
            changed(
                force=Force.ENDED,
                ended_at=datetime(2026, 9, 16, 3, tzinfo=UTC),
                ended_how=Ended.SPOKEN,
            ),
            "ended Sep 15, 2026, at the person's word.",
        ),
    ],
)
def test_whether_a_recipient_counts_is_said_in_words(one: RecipientFacts, words: str) -> None:
    said = "\n".join(texts(releases_view(opened(release(1, one)))))
    assert words in said
    assert ("Withdraw" in said) is (one.force in {Force.RUNS, Force.BEGINS_LATER})


def test_what_is_shared_is_said_in_the_words_of_the_form() -> None:
    said = texts(releases_view(opened(release(1, ONE))))
    assert any(
        "Goals and how it is going; Barriers and what would help. For: court dates and decisions. In: North."
        in line
        for line in said
    )


def test_only_what_a_reader_may_do_is_offered() -> None:
    said = texts(releases_view(opened(may_sign=False, may_read_log=False)))
    assert not {"New release", "Who was told what"} & set(said)
    assert {"Folder", "The full notice"} <= set(said)


@pytest.mark.parametrize("held", [True, False])
def test_the_result_of_an_entry_names_nobody(held: bool) -> None:
    view = entered_view(Entered(REF, "b" * 32, held, 1), timedelta(hours=1))
    check_view(view, "modal")
    assert ("Nobody holds this role there today" in str(view)) is not held
    assert "prosecutor" not in str(view)


def test_a_withdrawal_tells_what_it_met_by_reference() -> None:
    met = Withdrawn(REF, "a" * 32, 1, (MessageRef("M-00001"),), (MessageRef("M-00002"),), asks_form=True)
    said = "\n".join(texts(withdrawn_view(met)))
    assert "Withdrawn before it was opened: M-00001." in said
    assert "Opened before, in reliance on the release: M-00002." in said
    assert "The written form came" in said
    nothing = Withdrawn(REF, "a" * 32, 1, (), (), asks_form=False)
    said = "\n".join(texts(withdrawn_view(nothing)))
    assert "Nothing was waiting to be opened." in said
    assert "written form" not in said


def test_an_answer_comes_back_as_it_was_stored() -> None:
    met = Withdrawn(REF, "a" * 32, 1, (MessageRef("M-00001"),), (), asks_form=True)
    assert Withdrawn.from_answer(met.to_answer()) == met
    entered = Entered(REF, "b" * 32, held=True, count=2)
    assert Entered.from_answer(entered.to_answer()) == entered


def test_the_full_notice_says_what_the_rule_wants_said() -> None:
    check_view(full_notice_view(), "modal")
    said = " ".join(FULL_NOTICE)
    for point in (
        "42 CFR part 2",
        "2.64 or 2.65",
        "2.12(c)(5)",
        "subpoena",
        "general release",
        "written consent",
    ):
        assert point in said
