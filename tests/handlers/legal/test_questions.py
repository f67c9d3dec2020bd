"""Asking by case number through the real listeners: one receipt, mistakes at the field, and the answer."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.answers import CRIMINAL_HISTORY, PRIVILEGED
from handlers.ids import Action
from handlers.legal.questions import NO_COVER, NO_NUMBER, NO_WORDS
from models.acts.revocation import revoke
from models.consent import Ended
from models.notice import Kind
from models.ping import Ping
from models.schema import ParticipantRef, SlackUserId
from models.stops import StopsOfMonth
from tests.handlers.harbor import CASE_MANAGER, MANAGER, OFFICER, PROSECUTOR, Harbor
from tests.handlers.legal.lawyers import (
    DEFENDER,
    FORMS,
    NUMBER,
    OTHER_NUMBER,
    ROUTINE,
    WORDS,
    ask,
    asked,
    covered,
    item,
    labels,
    open_item,
    read,
    submit,
    values,
    with_matter,
)
from tests.handlers.wing import Json, Wing, picked, typed

ASKERS = [PROSECUTOR, DEFENDER]


def known(wing: Wing, user: str) -> ParticipantRef:
    about, _ = with_matter(wing.harbor)
    covered(wing.harbor, about, user)
    return about


def told(harbor: Harbor, user: str) -> list[str]:
    quiet = {Kind.BLANK_VIEW, Kind.TEST_CARD}
    return [one.kind for one in harbor.notices() if one.recipient == user and one.kind not in quiet]


def answer(wing: Wing, handle: str, send: str = "routine", words: str = "") -> Json:
    form = "question_answer"
    filled = {**picked(form, send=send), **typed(form, words=words)}
    return submit(wing, CASE_MANAGER, form, filled, handle)


@pytest.mark.parametrize("user", ASKERS)
def test_a_question_under_a_live_release_is_brought_to_the_case_manager(wing: Wing, user: str) -> None:
    known(wing, user)
    ref = asked(wing, user)
    assert told(wing.harbor, CASE_MANAGER)[-1] == Kind.PING_CARD
    view = open_item(wing, CASE_MANAGER, item(wing.harbor, ref, CASE_MANAGER))
    for part in (NUMBER, WORDS, "Lantern County Superior Court", "Not answered yet."):
        assert part in read(view)
    assert "Answer" in labels(view)


@pytest.mark.parametrize("user", ASKERS)
def test_the_receipt_is_the_same_whether_anybody_is_known(wing: Wing, user: str) -> None:
    known(wing, user)
    receipts = [
        json.dumps(ask(wing, user, values(wing.harbor, user, number=number), f"VASK{number[:2]}"))
        for number in (NUMBER, OTHER_NUMBER)
    ]
    bare = [receipt.replace(_ref_in(receipt), "REF") for receipt in receipts]
    assert bare[0] == bare[1]
    assert told(wing.harbor, user) == []


def _ref_in(said: str) -> str:
    return said[said.index("P-") : said.index("P-") + 7]


@pytest.mark.parametrize("user", ASKERS)
def test_the_same_form_sent_twice_is_one_question(wing: Wing, user: str) -> None:
    assert ask(wing, user) == ask(wing, user)
    assert wing.harbor.count(Ping) == 1


@pytest.mark.parametrize("user", ASKERS)
def test_what_they_wrote_stands_open_to_them_without_a_word_of_where_it_is(wing: Wing, user: str) -> None:
    known(wing, user)
    here = asked(wing, user)
    there = asked(wing, user, OTHER_NUMBER, "VASK2")
    views = [open_item(wing, user, item(wing.harbor, ref, user)) for ref in (here, there)]
    bare = [
        # The two are written one after the other, and a minute may begin between them.
        re.sub(r"\d\d:\d\d P[SD]T", "HOUR", json.dumps(view))
        .replace(ref, "REF")
        .replace(number, "NUMBER")
        .replace(item(wing.harbor, ref, user), "HANDLE")
        for view, ref, number in zip(views, (here, there), (NUMBER, OTHER_NUMBER), strict=True)
    ]
    assert bare[0] == bare[1]
    assert "Close" in labels(views[0])


@pytest.mark.parametrize("user", ASKERS)
@pytest.mark.parametrize(("number", "days"), [("--", 3), ("none", 3), (NUMBER, -1), (NUMBER, 4000)])
def test_a_number_that_is_none_and_a_day_gone_by_are_said_at_the_field(
    wing: Wing, user: str, number: str, days: int
) -> None:
    said = ask(wing, user, values(wing.harbor, user, number=number, days=days))
    form = FORMS[SlackUserId(user)]
    field = f"{form}.by" if number == NUMBER else f"{form}.number"
    assert list(said["errors"]) == [field]
    if number != NUMBER:
        assert said["errors"][field] == NO_NUMBER
    assert wing.harbor.count(Ping) == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("My client told me he was there", PRIVILEGED),
        ("Priors: 2019 theft convicted, 2020 assault dismissed, 2021 burglary convicted", CRIMINAL_HISTORY),
    ],
)
def test_what_may_never_be_kept_is_refused_and_leaves_nothing(wing: Wing, words: str, sentence: str) -> None:
    before = wing.harbor.verbs()
    said = ask(wing, DEFENDER, values(wing.harbor, DEFENDER, words=words))
    assert said["errors"] == {"scheduling_form.words": sentence}
    assert wing.harbor.count(Ping) == 0
    assert wing.harbor.verbs() == before
    assert words.encode() not in wing.harbor.everything_stored()


@pytest.mark.parametrize("user", [OFFICER, MANAGER])
def test_nobody_else_begins_one(wing: Wing, user: str) -> None:
    wing.command(user, "ping")
    assert not [view for view in wing.slack.views() if view["callback_id"] in set(FORMS.values())]


@pytest.mark.parametrize("user", ASKERS)
def test_the_routine_update_is_the_ordinary_answer(wing: Wing, user: str) -> None:
    known(wing, user)
    ref = asked(wing, user)
    handle = item(wing.harbor, ref, CASE_MANAGER)
    assert answer(wing, handle) == {}
    assert told(wing.harbor, user) == [Kind.QUESTION_ANSWERED]
    view = open_item(wing, user, item(wing.harbor, ref, user, "consent"))
    assert ROUTINE in read(view)
    assert "Shared under a release" in read(view)
    assert "Answer" not in labels(view)
    mine = open_item(wing, user, item(wing.harbor, ref, user, "own"))
    assert ROUTINE not in read(mine)


def test_their_own_words_are_sealed_for_whoever_asked(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    ref = asked(wing, PROSECUTOR)
    handle = item(wing.harbor, ref, CASE_MANAGER)
    assert answer(wing, handle, "more") == {
        "response_action": "errors",
        "errors": {"question_answer.words": NO_WORDS},
    }
    assert answer(wing, handle, "more", "She keeps every appointment") == {}
    assert "She keeps every appointment" in read(
        open_item(wing, PROSECUTOR, item(wing.harbor, ref, PROSECUTOR, "consent"))
    )


def test_what_could_be_used_against_them_is_stopped_before_anything_is_kept(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    ref = asked(wing, PROSECUTOR)
    before = wing.harbor.verbs()
    said = answer(wing, item(wing.harbor, ref, CASE_MANAGER), "more", "He missed curfew and used again")
    assert said["response_action"] == "push"
    assert "This could be used against them" in read(said["view"])
    assert wing.harbor.verbs() == before
    assert told(wing.harbor, PROSECUTOR) == []
    with wing.harbor.ground.database.look() as work:
        assert work.session.scalar(select(StopsOfMonth.stops)) == 1


def test_routine_update_and_words_at_once_are_sorted_out_at_the_field(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    handle = item(wing.harbor, asked(wing, PROSECUTOR), CASE_MANAGER)
    assert list(answer(wing, handle, "routine", "And more")["errors"]) == ["question_answer.words"]


def test_counsel_may_be_told_what_a_prosecutor_may_not(wing: Wing) -> None:
    known(wing, DEFENDER)
    handle = item(wing.harbor, asked(wing, DEFENDER), CASE_MANAGER)
    assert answer(wing, handle, "more", "He missed the last date because of the shelter move") == {}


def test_a_second_answer_is_told_what_stands(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    handle = item(wing.harbor, asked(wing, PROSECUTOR), CASE_MANAGER)
    answer(wing, handle)
    answer(wing, handle, "more", "Another one")
    view = wing.slack.views("views.update")[-1]
    assert "this is what stands" in read(view)
    assert "Answer" not in labels(view)
    assert told(wing.harbor, PROSECUTOR) == [Kind.QUESTION_ANSWERED]


def test_after_a_withdrawal_nothing_can_be_answered_and_nobody_is_told(wing: Wing) -> None:
    about, _ = with_matter(wing.harbor)
    kept = covered(wing.harbor, about, PROSECUTOR)
    handle = item(wing.harbor, asked(wing, PROSECUTOR), CASE_MANAGER)
    with wing.harbor.ground.database.work() as work:
        scene = wing.harbor.ground.scene(work, CASE_MANAGER)
        revoke(scene, about, list(kept.consents.values()), Ended.SPOKEN)
        work.commit()
    assert answer(wing, handle)["errors"] == {"question_answer.send": NO_COVER}
    assert told(wing.harbor, PROSECUTOR) == []


def test_a_tap_of_somebody_else_answers_nothing(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    ref = asked(wing, PROSECUTOR)
    team = item(wing.harbor, ref, CASE_MANAGER)
    for user in (PROSECUTOR, DEFENDER, OFFICER):
        form = "question_answer"
        submit(wing, user, form, {**picked(form, send="routine"), **typed(form, words="")}, team)
    assert told(wing.harbor, PROSECUTOR) == []


@pytest.mark.parametrize("user", ASKERS)
def test_status_and_home_say_its_day_and_nothing_else(wing: Wing, user: str) -> None:
    known(wing, user)
    here, there = asked(wing, user), asked(wing, user, OTHER_NUMBER, "VASK2")
    lines = [wing.command(user, f"status {ref}")["text"].replace(ref, "REF") for ref in (here, there)]
    assert lines[0] == lines[1]
    assert "It stands until" in lines[0]
    for other in (OFFICER, MANAGER):
        assert here not in wing.command(other, f"status {here}").get("text", "")


def test_whoever_asked_may_close_it_themselves(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    ref = asked(wing, PROSECUTOR)
    own = item(wing.harbor, ref, PROSECUTOR, "own")
    wing.click(PROSECUTOR, Action.PING_CLOSE, value=own, view=open_item(wing, PROSECUTOR, own))
    wing.settle()
    assert "closed itself" in read(wing.slack.views("views.update")[-1])
    wing.harbor.wait(1)
    wing.harbor.time.go(timedelta(days=5))
    wing.harbor.wait(1)
    assert told(wing.harbor, PROSECUTOR) == []


def test_its_day_over_it_is_said_alike(wing: Wing) -> None:
    known(wing, PROSECUTOR)
    refs = [asked(wing, PROSECUTOR), asked(wing, PROSECUTOR, OTHER_NUMBER, "VASK2")]
    wing.harbor.time.go(timedelta(days=4))
    wing.harbor.wait(1)
    over = [one.subject for one in wing.harbor.notices(Kind.QUESTION_OVER)]
    assert sorted(over) == sorted(refs)
