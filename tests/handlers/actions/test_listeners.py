"""Actions in Slack: said at the field what is wrong, taken by their owner, sealed about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.actions.mending import FAR, MORE_THAN_ASKED, NO_SUM, NOT_COVERED, PAST, SHORT
from handlers.actions.service import LEGAL_FROM_TEAM, TYPED_TOO
from handlers.actions.verdicts import NOT_YOURS, VERDICT
from handlers.actions.voices import VOICES
from handlers.answers import NOBODY_NAMED
from handlers.reminding import PLEASE_ANSWER, STOPPED
from handlers.voice import Message, Telling
from models.action import ActionState, Because
from models.notice import Kind, Never
from models.people import Role
from models.stops import stops_before
from tests.handlers.actions.setting import (
    FORM,
    LIGHTS,
    SECRET,
    errors,
    fund,
    item,
    kept,
    opens,
    propose,
    refs,
    row,
    sent,
    shown,
    table,
    values,
)
from tests.handlers.consents.releasing import days
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    STRANGER,
)
from tests.handlers.wing import Json, Wing, picked, texts, typed
from tests.models.tabling import A, K, S


@pytest.fixture
def at_table(wing: Wing) -> Wing:
    table(wing.harbor)
    return wing


def test_the_form_offers_those_at_the_table_and_nobody_else(at_table: Wing) -> None:
    at_table.click(CASE_MANAGER, "my_action", value=K)
    words = shown(at_table)
    for there in ("Tansy Quillfeather", "Cressida Vane-Example", "Odalys Fennimore", "I do"):
        assert there in words
    for away in ("Juno Marrowbone", "Wren Applegarth", "Marigold Stoop", "Barnaby Oxlip"):
        assert away not in words


@pytest.mark.parametrize("user", [QUAY_OFFICER, NEIGHBOR, STRANGER])
@pytest.mark.parametrize("about", [K, "K-00000", "S-00000", "junk", ""])
def test_whoever_is_not_there_is_refused_in_one_sentence(at_table: Wing, user: str, about: str) -> None:
    at_table.click(user, "my_action", value=about)
    refused = shown(at_table)
    at_table.click(user, "my_action", value="K-ZZZZZ")
    assert shown(at_table) == refused


def test_ones_own_stands_and_another_s_waits(at_table: Wing) -> None:
    mine, theirs = kept(at_table, OFFICER), kept(at_table, CASE_MANAGER, OFFICER)
    assert row(at_table.harbor, mine).state == ActionState.TAKEN
    assert row(at_table.harbor, theirs).state == ActionState.PROPOSED
    assert at_table.harbor.told(OFFICER).count(Kind.ACTION_CARD) == 1


def test_the_owner_reads_it_takes_it_and_does_it(at_table: Wing) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    read = opens(at_table, OFFICER, ref)
    assert SECRET in read
    assert "I take this" in read
    assert "names Lantern Harbor PD, officer, for a case conference" in read
    at_table.click(OFFICER, "action_take", value=ref)
    form = "action_take"
    answer = sent(at_table, OFFICER, form, ref, {**picked(form, how="as_it_stands"), **typed(form, words="")})
    assert answer["response_action"] == "update"
    assert row(at_table.harbor, ref).state == ActionState.TAKEN
    at_table.click(OFFICER, "action_done", value=ref)
    assert "done" in shown(at_table)
    assert row(at_table.harbor, ref).state == ActionState.DONE
    assert at_table.harbor.told(CASE_MANAGER).count(Kind.ACTION_DONE) == 1


@pytest.mark.parametrize(
    ("how", "words", "field", "said"),
    [
        ("own", "", "words", PLEASE_ANSWER),
        ("as_it_stands", "call first", "how", TYPED_TOO),
        ("own", "the prosecutor will decline it", "words", NOT_YOURS),
        ("own", "he refuses help", "words", VERDICT),
    ],
)
def test_taking_it_says_what_is_to_be_mended(
    at_table: Wing, how: str, words: str, field: str, said: str
) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    form = "action_take"
    answer = sent(at_table, OFFICER, form, ref, {**picked(form, how=how), **typed(form, words=words)})
    assert errors(answer) == {field: said}
    assert row(at_table.harbor, ref).state == ActionState.PROPOSED


def test_taken_in_own_words_they_stand_before_what_was_proposed(at_table: Wing) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    form = "action_take"
    sent(at_table, OFFICER, form, ref, {**picked(form, how="own"), **typed(form, words="I ring first")})
    read = opens(at_table, OFFICER, ref)
    assert read.index("I ring first") < read.index(SECRET)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"ahead": -1}, "by", PAST),
        ({"ahead": 400}, "by", FAR),
        ({"who": QUAY_OFFICER}, "who", "Please choose one of the answers."),
        ({"who": MANAGER}, "who", NOT_COVERED),
        ({"text": "He refuses every offer"}, "words", VERDICT),
        ({"text": "The prosecutor will drop it"}, "words", NOT_YOURS),
        ({"kind": "legal_help", "who": OFFICER}, "kind", LEGAL_FROM_TEAM),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    at_table: Wing, more: Json, field: str, said: str
) -> None:
    answer = propose(at_table, CASE_MANAGER, **more)
    assert errors(answer) == {field: said}
    assert refs(at_table.harbor) == set()


def test_what_could_be_used_against_them_is_stopped_and_counted_only(at_table: Wing) -> None:
    answer = propose(at_table, CASE_MANAGER, OFFICER, text="look in, he missed curfew and used again")
    assert STOPPED in "\n".join(texts(answer["view"]))
    assert refs(at_table.harbor) == set()
    with at_table.harbor.ground.database.look() as work:
        day = at_table.harbor.rules().today(at_table.harbor.time())
        assert sum(n for _, n in stops_before(work, day.replace(year=day.year + 1))) == 1


def test_a_name_in_the_open_is_stopped_at_the_field(at_table: Wing) -> None:
    answer = propose(at_table, MANAGER, about=S, text="talk to Zebulon Testperson", kind="")
    assert errors(answer) == {"words": NOBODY_NAMED}


@pytest.mark.parametrize("about", [S, A])
def test_an_open_one_is_read_by_the_group_and_taken_in_other_words(at_table: Wing, about: str) -> None:
    ref = kept(at_table, MANAGER, NEIGHBOR if about == S else OFFICER, about, text=LIGHTS, kind="")
    owner = row(at_table.harbor, ref).owner
    assert LIGHTS in opens(at_table, owner, ref)
    form = "action_take"
    sent(at_table, owner, form, ref, {**picked(form, how="own"), **typed(form, words="count the lamps")})
    assert row(at_table.harbor, ref).words == "count the lamps"
    assert "count the lamps" in opens(at_table, PROSECUTOR, ref)


def test_the_project_manager_sees_reference_owner_day_and_state_and_no_word(at_table: Wing) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    read = opens(at_table, MANAGER, ref)
    assert ref in read
    assert "Tansy Quillfeather, by" in read
    assert SECRET not in read
    assert "I take this" not in read


def test_the_form_tells_what_came_of_the_table_so_far_by_reference(at_table: Wing) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    at_table.click(PROSECUTOR, "my_action", value=K)
    words = shown(at_table)
    assert ref in words
    assert SECRET not in words
    harbor = at_table.harbor
    other = harbor.seat("UELSEW001", "project_management:Lantern Harbor Common Table", Role.PROJECT_MANAGER)
    at_table.click(other, "my_action", value=K)
    words = shown(at_table)
    assert ref in words
    assert "What will be done?" not in words


def test_home_shows_mine_with_its_buttons_and_no_word(at_table: Wing) -> None:
    first = kept(at_table, OFFICER)
    at_table.harbor.time.go(timedelta(seconds=1))
    second = kept(at_table, CASE_MANAGER, OFFICER)
    at_table.event(OFFICER, "app_home_opened", tab="home")
    home = at_table.slack.views("views.publish")[-1]
    said = "\n".join(texts(home))
    assert "Your actions" in said
    assert f"{first}, no. 1 of {K}" in said
    assert f"{second}, no. 2 of {K}" in said
    assert SECRET not in str(home)
    for button in ("Done", "New date", "Give back", "Open"):
        assert button in said


def test_another_day_with_its_reason_and_giving_back(at_table: Wing) -> None:
    ref, harbor = kept(at_table, OFFICER), at_table.harbor
    today = harbor.rules().today(harbor.time())
    at_table.click(OFFICER, "action_new_date", value=ref)
    form = "action_date"
    wrong = {**days(form, by=today - timedelta(days=1)), **picked(form, because="waits")}
    assert errors(sent(at_table, OFFICER, form, ref, wrong)) == {"by": PAST}
    right = {**days(form, by=today + timedelta(days=9)), **picked(form, because="waits")}
    sent(at_table, OFFICER, form, ref, right)
    assert row(harbor, ref).due_on == today + timedelta(days=9)
    form = "action_give_back"
    sent(at_table, OFFICER, form, ref, picked(form, because="no_time"))
    assert (row(harbor, ref).state, row(harbor, ref).because) == (ActionState.GIVEN_BACK, Because.NO_TIME)
    assert Kind.ACTION_GIVEN_BACK in harbor.told(MANAGER)


def test_what_came_back_is_offered_or_ended_in_its_form(at_table: Wing) -> None:
    ref, harbor = kept(at_table, CASE_MANAGER, OFFICER), at_table.harbor
    sent(at_table, OFFICER, "action_take", ref, picked("action_take", how="as_it_stands"))
    sent(at_table, OFFICER, "action_give_back", ref, picked("action_give_back", because="no_time"))
    at_table.click(CASE_MANAGER, "action_offer", value=ref)
    form, day = "action_offer", harbor.rules().today(harbor.time())
    assert errors(sent(at_table, CASE_MANAGER, form, ref, picked(form, who=PROSECUTOR))) == {
        "by": PLEASE_ANSWER
    }
    to_manager = {**picked(form, who=MANAGER), **days(form, by=day)}
    assert errors(sent(at_table, CASE_MANAGER, form, ref, to_manager)) == {"who": NOT_COVERED}
    sent(at_table, CASE_MANAGER, form, ref, {**picked(form, who=PROSECUTOR), **days(form, by=day)})
    assert row(harbor, ref).owner == PROSECUTOR
    assert SECRET in opens(at_table, PROSECUTOR, ref)
    assert SECRET not in opens(at_table, OFFICER, ref)


def test_not_mine_ends_it_and_its_proposer_hears(at_table: Wing) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    at_table.click(OFFICER, "action_not_mine", value=ref, view={"id": "VX"})
    assert row(at_table.harbor, ref).state == ActionState.NOT_TAKEN
    assert Kind.ACTION_NOT_TAKEN in at_table.harbor.told(CASE_MANAGER)


@pytest.mark.parametrize("action", ["action_done", "action_not_mine", "action_take", "action_open"])
def test_somebody_elses_reference_answers_alike_whether_there_is_one(at_table: Wing, action: str) -> None:
    ref = kept(at_table, CASE_MANAGER, OFFICER)
    at_table.click(NEIGHBOR, action, value=ref)
    refused = shown(at_table)
    at_table.click(NEIGHBOR, action, value="T-ZZZZZ")
    assert shown(at_table) == refused
    assert row(at_table.harbor, ref).state == ActionState.PROPOSED


def test_legal_help_points_to_the_folder_and_stays_between_the_two(at_table: Wing) -> None:
    answer = propose(at_table, CASE_MANAGER, kind="legal_help")
    assert "Legal help" in "\n".join(texts(answer["view"]))
    (ref,) = refs(at_table.harbor)
    assert SECRET not in opens(at_table, CLINICAL, ref)


FUND = "action_fund"


def asked(wing: Wing, amount: str = "120.50", decides: str = "no", user: str = CASE_MANAGER) -> Json:
    day = wing.harbor.rules().today(wing.harbor.time())
    fields = typed(FUND, amount=amount, payee="Dock Street Hardware", words="work boots", pool="the county")
    codes = picked(FUND, fund="flex", decides=decides)
    return sent(wing, user, FUND, K, {**fields, **codes, **days(FUND, by=day)})


def test_the_team_asks_the_fund_pays_and_the_sum_goes_down(at_table: Wing) -> None:
    fund(at_table.harbor)
    at_table.click(CASE_MANAGER, "my_action", value=K)
    assert "From the flexible fund" in shown(at_table)
    at_table.click(OFFICER, "my_action", value=K)
    assert "flexible fund" not in shown(at_table)
    at_table.click(CASE_MANAGER, "action_fund", value=K)
    assert "Which other pool was tried?" in shown(at_table)
    assert asked(at_table)["response_action"] == "update"
    (ref,) = refs(at_table.harbor)
    assert "Dock Street Hardware" in opens(at_table, CASE_MANAGER, ref)
    at_table.click(CASE_MANAGER, "action_done", value=ref)
    assert "How much was paid?" in shown(at_table)
    form = "action_paid"
    assert errors(sent(at_table, CASE_MANAGER, form, ref, typed(form, paid="lots"))) == {"paid": NO_SUM}
    assert errors(sent(at_table, CASE_MANAGER, form, ref, typed(form, paid="121"))) == {
        "paid": MORE_THAN_ASKED
    }
    sent(at_table, CASE_MANAGER, form, ref, typed(form, paid="120.50"))
    at_table.event(MANAGER, "app_home_opened", tab="home")
    assert "Flexible fund: 379.50 left." in "\n".join(texts(at_table.slack.views("views.publish")[-1]))


def test_too_little_is_said_plainly_and_a_sum_is_no_words(at_table: Wing) -> None:
    fund(at_table.harbor, 100_00)
    assert errors(asked(at_table)) == {"amount": SHORT}
    assert errors(asked(at_table, "some")) == {"amount": NO_SUM}
    assert refs(at_table.harbor) == set()


def test_whoever_is_not_of_the_team_asks_no_fund(at_table: Wing) -> None:
    fund(at_table.harbor)
    for user in (OFFICER, PROSECUTOR, MANAGER):
        at_table.click(user, "action_fund", value=K)
        assert "asked by the care team" in shown(at_table)
        assert asked(at_table, user=user)["response_action"] != "errors"
    assert refs(at_table.harbor) == set()


def test_the_supervisor_decides_in_one_form_and_once(at_table: Wing) -> None:
    fund(at_table.harbor)
    asked(at_table, decides="yes")
    (ref,) = refs(at_table.harbor)
    assert "Done" not in opens(at_table, CASE_MANAGER, ref)
    read = opens(at_table, CLINICAL, ref)
    assert "Decide" in read
    assert "120.50" in read
    at_table.click(CLINICAL, "fund_decide", value=ref)
    form = "fund_decide"
    sent(at_table, CLINICAL, form, ref, picked(form, answer="yes"))
    assert row(at_table.harbor, ref).approval == "yes"
    sent(at_table, CLINICAL, form, ref, picked(form, answer="no"))
    assert row(at_table.harbor, ref).approval == "yes"
    assert "Done" in opens(at_table, CASE_MANAGER, ref)


def test_the_manager_adds_a_sum_and_nobody_else(at_table: Wing) -> None:
    fund(at_table.harbor)
    form = "fund_add"
    assert errors(sent(at_table, MANAGER, form, "flex", typed(form, sum="x"))) == {"sum": NO_SUM}
    sent(at_table, MANAGER, form, "flex", typed(form, sum="50"))
    sent(at_table, CASE_MANAGER, form, "flex", typed(form, sum="50"))
    at_table.event(CLINICAL, "app_home_opened", tab="home")
    home = "\n".join(texts(at_table.slack.views("views.publish")[-1]))
    assert "Flexible fund: 550.00 left." in home


def test_every_card_is_judged_once_more_and_holds_no_word(at_table: Wing) -> None:
    ref, harbor = kept(at_table, CASE_MANAGER, OFFICER), at_table.harbor
    (card,) = harbor.notices(Kind.ACTION_CARD)
    with harbor.ground.database.look() as work:
        said = VOICES[Kind.ACTION_CARD](Telling(work, harbor.rules(), card, harbor.ground))
    assert isinstance(said, Message)
    assert ref in said.text
    assert SECRET not in str(said)
    assert item(harbor, ref, OFFICER) in str(said.blocks)
    harbor.suspend(OFFICER)
    with harbor.ground.database.look() as work:
        assert VOICES[Kind.ACTION_CARD](Telling(work, harbor.rules(), card, harbor.ground)) == Never(
            "not_entitled"
        )


def test_the_days_of_it_are_told_with_a_button_and_only_while_it_is_theirs(at_table: Wing) -> None:
    ref, harbor = kept(at_table, OFFICER), at_table.harbor
    harbor.wait(60 * 24 * 5)
    near, over = harbor.notices(Kind.ACTION_NEAR), harbor.notices(Kind.ACTION_OVERDUE)
    assert len(near) == 2
    assert [one.recipient for one in over] == [OFFICER]
    assert [one.recipient for one in harbor.notices(Kind.ACTION_LATE)] == [MANAGER]
    with harbor.ground.database.look() as work:
        said = VOICES[Kind.ACTION_OVERDUE](Telling(work, harbor.rules(), over[0], harbor.ground))
    assert isinstance(said, Message)
    assert said.text == f"{ref}: its day is over. Please open it: Done, New date or Give back."
    at_table.click(OFFICER, "action_done", value=ref)
    with harbor.ground.database.look() as work:
        late = VOICES[Kind.ACTION_OVERDUE](Telling(work, harbor.rules(), over[0], harbor.ground))
    assert late == Never("settled")


def test_the_same_form_sent_twice_is_one_action(at_table: Wing) -> None:
    view = {"callback_id": FORM, "private_metadata": K}
    for _ in range(2):
        at_table.submit(OFFICER, view, values(at_table.harbor), view_id="VTWICE")
    assert len(refs(at_table.harbor)) == 1
