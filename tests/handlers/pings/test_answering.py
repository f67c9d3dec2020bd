"""An office answers through the real listeners: its own authority, once, and whoever asked hears at once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from handlers import words
from handlers.coordination import DECISION_WORDS
from handlers.ids import Action, View
from handlers.pings.listeners import STANDS
from handlers.pings.service import BY_WHEN, HOLD_NEEDS_DAY, NO_RELEASE_NOW
from handlers.pings.views import HANDED_ON
from models.classes import Category
from models.notice import Kind
from models.people import Role
from models.ping import OFFERED, Decision, Ping, PingState, Side
from models.schema import SlackUserId
from tests.handlers.consents.releasing import COUNTY
from tests.handlers.harbor import CASE_MANAGER, MANAGER, OFFICER, PROSECUTOR
from tests.handlers.pings.coordinating import (
    CITY,
    CITY_LAWYER,
    COLLEAGUE,
    WORDS,
    added,
    asked,
    covered,
    decide,
    decision,
    end,
    home_of,
    item_of,
    labels,
    open_item,
    opened,
    refusals,
    row,
    said_in,
    submit,
    told,
    values,
)
from tests.handlers.wing import Json, Wing, picked

BINDS = "It binds nobody else."


def shown_to(wing: Wing, user: str, ping: Ping) -> Json:
    return open_item(wing, user, item_of(wing.harbor, ping.ref, user))


def tap(wing: Wing, user: str, action: Action, ping: Ping) -> Json:
    """Tap a button of the opened item; what stands there then."""
    handle = item_of(wing.harbor, ping.ref, user)
    wing.click(user, action, value=handle, view={"private_metadata": handle})
    wing.settle()
    return wing.slack.views("views.update")[-1]


@pytest.fixture
def ping(wing: Wing) -> Ping:
    return asked(wing, covered(wing.harbor).ref)


def test_whoever_is_asked_reads_scope_statement_and_what_they_may_do(wing: Wing, ping: Ping) -> None:
    view = shown_to(wing, PROSECUTOR, ping)
    text = said_in(view)
    assert words.PART_2 in text
    assert (
        "Shared under a release that names Lantern County Prosecutor, liaison prosecutor, for court" in text
    )
    assert labels(view) == [
        "I have it",
        "Mine to decide",
        "Taking it to my office",
        "Not mine",
        "What I may tell my office",
        "I was sent something I should set aside",
    ]
    assert labels(shown_to(wing, CASE_MANAGER, ping)) == ["Close"]
    assert "mrkdwn" not in json.dumps(view), "what people wrote is plain text"


def test_i_have_it_is_told_and_the_chain_rests(wing: Wing, ping: Ping) -> None:
    view = tap(wing, PROSECUTOR, Action.PING_TAKE, ping)
    assert "Noted: you have it in hand" in said_in(view)
    assert "I have it" not in labels(view)
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_TAKEN]
    assert STANDS in said_in(tap(wing, PROSECUTOR, Action.PING_TAKE, ping))
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_TAKEN]


def test_the_decision_form_offers_nothing_harsher_than_ordinary_processing(wing: Wing, ping: Ping) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    wing.click(PROSECUTOR, Action.PING_DECIDE, value=handle, view={})
    form = wing.slack.views("views.push")[-1]
    assert (form["callback_id"], form["private_metadata"]) == (View.PING_DECISION, handle)
    options = [one["text"]["text"] for one in form["blocks"][1]["element"]["options"]]
    assert options == [DECISION_WORDS[one] for one in OFFERED[Side.PROSECUTOR]]
    assert options[-1] == "Ordinary processing"
    assert "binds nobody else" in said_in(form)


@pytest.mark.parametrize("code", [one for one in OFFERED[Side.PROSECUTOR] if one is not Decision.HOLD])
def test_every_answer_reaches_whoever_asked_with_its_own_words(
    wing: Wing, ping: Ping, code: Decision
) -> None:
    assert decide(wing, ping, code.value, words="We stand aside on this one") == {}
    view = wing.slack.views("views.update")[-1]
    assert DECISION_WORDS[code] in said_in(view)
    heard = Kind.PING_MORE if code is Decision.NEED_MORE else Kind.PING_ANSWERED
    assert told(wing.harbor, CASE_MANAGER) == [heard]
    text = opened(wing, CASE_MANAGER, ping)
    for part in (DECISION_WORDS[code], "We stand aside", "Cressida Vane-Example", BINDS):
        assert part in text
    assert "information of their own" not in text


def test_information_of_the_offices_own_is_said_without_any(wing: Wing, ping: Ping) -> None:
    decide(wing, ping, "ordinary", independent=True)
    assert "information of their own" in opened(wing, CASE_MANAGER, ping)
    assert row(wing.harbor, ping.ref).independent == 1


def test_a_hold_needs_a_day_to_come_and_both_read_it(wing: Wing, ping: Ping) -> None:
    today = wing.harbor.rules().today(wing.harbor.time())
    for until in ("", today.isoformat()):
        assert refusals(decide(wing, ping, "hold", until=until)) == {"until": HOLD_NEEDS_DAY}
    last = today + timedelta(days=30)
    decide(wing, ping, "hold", until=last.isoformat())
    assert row(wing.harbor, ping.ref).state == PingState.HELD
    for user in (CASE_MANAGER, PROSECUTOR):
        assert f"Until {last:%b} {last.day}, {last.year}." in opened(wing, user, ping)


def test_a_day_without_a_hold_is_no_days_end(wing: Wing, ping: Ping) -> None:
    decide(wing, ping, "dismiss", until="2099-01-01")
    assert row(wing.harbor, ping.ref).hold_until is None


def test_the_second_answer_is_told_what_stands(wing: Wing, ping: Ping) -> None:
    wing.harbor.wait(61)  # nobody answers: the colleague is asked, too
    decide(wing, ping, "not_oppose", user=COLLEAGUE, words="We stand aside on this one")
    decide(wing, ping, "ordinary")
    view = wing.slack.views("views.update")[-1]
    assert STANDS in said_in(view)
    assert "Not oppose" in said_in(view)
    assert "Ambrose Tull-Example" in said_in(view)
    assert row(wing.harbor, ping.ref).decision == Decision.NOT_OPPOSE
    assert "Mine to decide" not in labels(view)
    assert told(wing.harbor, PROSECUTOR)[-1] == Kind.PING_IS_ANSWERED


def test_an_answer_sent_twice_after_a_lost_word_is_one(wing: Wing, ping: Ping) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    for _ in range(2):
        view = {"callback_id": "ping_decision", "private_metadata": handle, "previous_view_id": "VBELOW1"}
        assert wing.submit(PROSECUTOR, view, decision("quash"), view_id="VSAME1", key="same.1") == {}
        wing.settle()
        assert "Noted: whoever asked has your answer." in said_in(wing.slack.views("views.update")[-1])
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_ANSWERED]


def test_where_the_item_was_closed_the_form_says_itself_what_was_done(wing: Wing, ping: Ping) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    said = submit(wing, PROSECUTOR, decision("quash"), form="ping_decision", about=handle)
    assert "Noted: whoever asked has your answer." in said_in(said["view"])


def test_taken_to_the_office_the_day_stands_where_both_read_it(wing: Wing, ping: Ping) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    today = wing.harbor.rules().today(wing.harbor.time())

    def send(day: str) -> Json:
        filled = {"ping_office.by": {"value": {"selected_date": day}}}
        said: Json = submit(wing, PROSECUTOR, filled, form="ping_office", about=handle, below="VB")
        wing.settle()
        return said

    for wrong in (today - timedelta(days=1), today + timedelta(days=30)):
        assert refusals(send(wrong.isoformat())) == {"by": BY_WHEN}
    assert send(today.isoformat()) == {}
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_WITH_OFFICE]
    text = opened(wing, CASE_MANAGER, ping)
    assert "Taken to the office." in text
    assert f"There will be an answer by {today:%b} {today.day}, {today.year}." in text


def hand_on(wing: Wing, ping: Ping, office: str) -> Json:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    said: Json = submit(
        wing, PROSECUTOR, picked("ping_not_mine", office=office), form="ping_not_mine", about=handle
    )
    return said


def test_not_mine_offers_every_other_office_of_the_site(wing: Wing, ping: Ping) -> None:
    wing.click(PROSECUTOR, Action.PING_NOT_MINE, value=item_of(wing.harbor, ping.ref, PROSECUTOR), view={})
    form = wing.slack.views("views.push")[-1]
    values_of = [one["value"] for one in form["blocks"][0]["element"]["options"]]
    assert CITY in values_of
    assert COUNTY not in values_of
    assert values_of[-1] == "none"


def test_not_mine_goes_to_the_office_that_a_release_names_and_nowhere_else(wing: Wing) -> None:
    harbor = wing.harbor
    harbor.seat(CITY_LAWYER, CITY, Role.LIAISON_PROSECUTOR)
    first = covered(harbor)
    covered(harbor, agency=CITY, ref=first.ref)
    moved = asked(wing, first.ref, at="V1")
    second = covered(harbor)
    stays = asked(wing, second.ref, at="V2")
    answers = {json.dumps(hand_on(wing, one, CITY)) for one in (moved, stays)}
    assert len(answers) == 1, "the same words, wherever it went"
    assert HANDED_ON in answers.pop()
    assert told(harbor, CITY_LAWYER) == [Kind.PING_CARD]
    assert "Support quashing" in opened(wing, CITY_LAWYER, moved)
    for one in (moved, stays):
        assert "isn't available" in opened(wing, PROSECUTOR, one)
        assert one.ref not in home_of(wing, PROSECUTOR)
        assert wing.command(PROSECUTOR, f"status {one.ref}")["text"].startswith("Nothing of yours")
    assert told(harbor, CASE_MANAGER) == [Kind.PING_MOVED, Kind.PING_NOT_THEIRS]


def test_an_open_view_of_a_colleague_goes_blank_when_it_is_handed_on(wing: Wing, ping: Ping) -> None:
    wing.harbor.wait(61)
    opened(wing, COLLEAGUE, ping)
    hand_on(wing, ping, "none")
    [blank] = [one for one in wing.harbor.notices(Kind.BLANK_VIEW) if one.recipient == COLLEAGUE]
    assert blank.due_at <= wing.harbor.time()


def test_what_i_may_tell_my_office_is_made_of_the_release_and_holds_no_content(
    wing: Wing, ping: Ping
) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    wing.click(PROSECUTOR, Action.PING_MEMO, value=handle, view={})
    wing.settle()
    text = said_in(wing.slack.views("views.update")[-1])
    for part in (ping.ref, "Lantern County Prosecutor", "court dates and warrants", "until", words.PART_2):
        assert part in text
    assert not [one for one in WORDS.values() if one in text]
    assert "Superior Court" not in text


def test_need_more_asks_back_and_the_addition_stands_beside_the_rest(wing: Wing, ping: Ping) -> None:
    harbor = wing.harbor
    decide(wing, ping, "need_more", words="Who drives them?")
    view = shown_to(wing, CASE_MANAGER, ping)
    assert "Who drives them?" in said_in(view)
    assert labels(view) == ["Add what they asked for", "Close"]
    for text in ("A friend drives", "The friend is back by nine"):
        handle = item_of(harbor, ping.ref, CASE_MANAGER)
        filled = added(text)
        harbor.time.go(timedelta(minutes=1))
        assert submit(wing, CASE_MANAGER, filled, form="ping_more", about=handle, below="VB") == {}
        wing.settle()
        decide(wing, ping, "need_more")
    assert told(harbor, PROSECUTOR).count(Kind.PING_HAS_MORE) == 2
    shown = opened(wing, PROSECUTOR, ping)
    assert shown.index("A friend drives") < shown.index("The friend is back")
    decide(wing, ping, "not_oppose")


def test_words_of_an_earlier_answer_are_not_taken_for_the_later_ones(wing: Wing, ping: Ping) -> None:
    decide(wing, ping, "need_more", words="Who drives them?")
    handle = item_of(wing.harbor, ping.ref, CASE_MANAGER)
    wing.harbor.time.go(timedelta(minutes=1))
    submit(wing, CASE_MANAGER, added("A friend"), form="ping_more", about=handle, below="VB")
    decide(wing, ping, "not_oppose")
    assert "Who drives them?" not in opened(wing, CASE_MANAGER, ping)


def test_more_is_not_sent_where_no_release_covers_it_any_more(wing: Wing) -> None:
    released = covered(wing.harbor)
    ping = asked(wing, released.ref)
    decide(wing, ping, "need_more")
    end(wing.harbor, released)
    handle = item_of(wing.harbor, ping.ref, CASE_MANAGER)
    said = submit(wing, CASE_MANAGER, added("A friend"), form="ping_more", about=handle)
    assert refusals(said) == {"more": NO_RELEASE_NOW}


def test_the_asker_closes_it_and_nobody_else_can(wing: Wing, ping: Ping) -> None:
    theirs = item_of(wing.harbor, ping.ref, PROSECUTOR)
    wing.click(PROSECUTOR, Action.PING_CLOSE, value=theirs, view={"private_metadata": theirs})
    assert "isn't available" in said_in(wing.slack.views("views.push")[-1])
    view = tap(wing, CASE_MANAGER, Action.PING_CLOSE, ping)
    assert "it is closed" in said_in(view)
    assert row(wing.harbor, ping.ref).state == PingState.CLOSED
    assert told(wing.harbor, PROSECUTOR)[-1] == Kind.PING_CLOSED
    left = labels(shown_to(wing, PROSECUTOR, ping))
    assert left == ["What I may tell my office", "I was sent something I should set aside"]


def test_a_class_that_a_narrower_release_leaves_out_is_not_shown(wing: Wing) -> None:
    """Without the class of court dates neither court nor hour nor what about stands in the view."""
    released = covered(wing.harbor)
    ping = asked(wing, released.ref)
    covered(wing.harbor, Category.BARRIERS, ref=released.ref)
    narrower = wing.harbor
    handle = item_of(narrower, ping.ref, PROSECUTOR)
    with narrower.ground.database.work() as work:
        from models.consent import Consent  # noqa: PLC0415 - one row is made to end, as its day would

        row_of = work.session.get_one(Consent, released.consents[Role.LIAISON_PROSECUTOR])
        row_of.expires_on = narrower.rules().today(narrower.time()) - timedelta(days=1)
        row_of.version += 1
        narrower.ground.vault.rows.sign_row(row_of)
        work.commit()
    text = said_in(open_item(wing, PROSECUTOR, handle))
    assert WORDS["barriers"] in text
    for hidden in (WORDS["case"], WORDS["wanted"], "Superior Court", "A hearing"):
        assert hidden not in text


@pytest.mark.parametrize("user", [OFFICER, MANAGER, COLLEAGUE])
def test_somebody_elses_item_answers_nothing(wing: Wing, ping: Ping, user: SlackUserId) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    said = submit(wing, user, decision("quash"), form="ping_decision", about=handle)
    assert "isn't available" in said_in(said["view"])
    wing.click(user, Action.PING_TAKE, value=handle, view={"private_metadata": handle})
    assert "isn't available" in said_in(wing.slack.views("views.push")[-1])
    assert row(wing.harbor, ping.ref).state == PingState.ASKED


def test_home_shows_reference_and_state_to_both_and_no_person(wing: Wing, ping: Ping) -> None:
    prosecutors, askers = home_of(wing, PROSECUTOR), home_of(wing, CASE_MANAGER)
    for text in (prosecutors, askers):
        assert f"Coordination {ping.ref}. Waiting for an answer. Wanted by" in text
    assert ping.participant not in prosecutors
    assert ping.ref not in home_of(wing, COLLEAGUE)
    decide(wing, ping, "not_oppose")
    assert ping.ref not in home_of(wing, PROSECUTOR)
    assert f"Coordination {ping.ref}. Answered." in home_of(wing, CASE_MANAGER)


def test_a_line_on_the_offices_home_stands_whether_it_still_opens_or_not(wing: Wing) -> None:
    released = covered(wing.harbor)
    ping = asked(wing, released.ref)
    before = home_of(wing, PROSECUTOR)
    end(wing.harbor, released)
    assert home_of(wing, PROSECUTOR) == before
    assert "isn't available" in opened(wing, PROSECUTOR, ping)


def test_status_is_told_to_whoever_has_a_part_in_it(wing: Wing, ping: Ping) -> None:
    for user in (CASE_MANAGER, PROSECUTOR):
        assert wing.command(user, f"status {ping.ref}")["text"].startswith(
            f"{ping.ref}: Waiting for an answer."
        )
    assert wing.command(MANAGER, f"status {ping.ref.lower()}")["text"].startswith(f"{ping.ref}: Due ")
    unknown = wing.command(OFFICER, "status P-00000")["text"]
    for user in (OFFICER, COLLEAGUE):
        assert wing.command(user, f"status {ping.ref}")["text"] == unknown
    decide(wing, ping, "dismiss")
    assert wing.command(MANAGER, f"status {ping.ref}")["text"] == f"{ping.ref}: Answered."


def test_the_team_reads_along_and_answers_nothing(wing: Wing) -> None:
    """A second case manager of the same participant finds it on Home and in full, and has no button."""
    harbor = wing.harbor
    released = covered(harbor)
    second = harbor.seat("UBRIDGE02", "case_management:Harbor Bridge Outreach", Role.CASE_MANAGER)
    joined = {"team.who": {"value": {"selected_user": second}}, **picked("team", part="case_manager")}
    submit(wing, "UHOLLY001", joined, form="team", about=released.ref)
    ping = asked(wing, released.ref, values(harbor))
    assert ping.ref in home_of(wing, second)
    view = shown_to(wing, second, ping)
    assert WORDS["plan"] in said_in(view)
    assert labels(view) == []
    assert told(harbor, second) == []
