"""`/lead issue` in Slack: listed, opened, given on, ended in guarded words; who raised it stays unnamed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.issues.voices import VOICES
from handlers.voice import Message, Telling
from models.acts.checkin import InTheWay
from models.acts.issue_sight import said_and_done
from models.acts.issues import Raising, raise_issue
from models.admin_issue import AdminIssue, IssueState
from models.errors import Vacant
from models.notice import Kind, Never, Notice
from models.rollcall import Firing
from models.schema import IssueRef
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, SERGEANT, STRANGER
from tests.handlers.shifts import ask, say, shift, staff
from tests.handlers.wing import Json, Wing, texts


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def made(wing: Wing, raised_by: str = OFFICER, theme: str = "", words: str = "Help took an hour") -> IssueRef:
    """An issue of North night's, by an officer's words or by a theme."""
    harbor = wing.harbor
    staff(harbor)
    schedule = shift(harbor)
    firing = ask(harbor, schedule)
    say(harbor, firing)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, MANAGER)
        came = firing if theme else "0" * 32
        ref = raise_issue(scene, Raising(words, raised_by, came, theme, schedule)).ref  # type: ignore[arg-type]
        work.commit()
    return ref


def end(wing: Wing, user: str, ref: str, how: str, words: str = "", who: str = "") -> Json:
    values = {
        "issue_end.how": {"value": {"selected_option": {"value": how}}},
        "issue_end.words": {"value": {"value": words}},
        "issue_end.who": {"value": {"selected_user": who or None}},
    }
    return wing.submit(user, {"callback_id": "issue_end", "private_metadata": ref}, values)


def row(wing: Wing, ref: IssueRef) -> AdminIssue:
    with wing.harbor.ground.database.look() as work:
        return work.session.get_one(AdminIssue, ref)


def test_the_project_manager_sees_every_open_issue_with_owner_and_age(wing: Wing) -> None:
    ref = made(wing)
    wing.harbor.time.go(timedelta(days=3))
    wing.command(MANAGER, "issue")
    assert f"{ref}. Help took an hour." in shown(wing)
    assert "Odalys Fennimore sees to it, open for 3 days." in shown(wing)
    assert "Tansy" not in shown(wing)


@pytest.mark.parametrize("user", [CASE_MANAGER, PROSECUTOR, NEIGHBOR, SERGEANT])
def test_others_see_none_of_it(wing: Wing, user: str) -> None:
    ref = made(wing)
    wing.command(user, "issue")
    assert "No open issues for you." in shown(wing)
    before = len(wing.slack.views())
    wing.click(user, "issue_open", value=ref)
    assert "Help took an hour" not in "\n".join(texts(wing.slack.views()[before:]))
    end(wing, user, ref, "settled", "Done")
    assert row(wing, ref).state == IssueState.OPEN


def test_a_leader_sees_the_themes_of_the_shift_and_not_what_one_officer_wrote(wing: Wing) -> None:
    made(wing, MANAGER, InTheWay.TOO_LONG.value, "Help took too long")
    wing.command(SERGEANT, "issue")
    assert "Help took too long (North night)." in shown(wing)


def test_whoever_raised_it_sees_theirs_and_hears_how_it_ended(wing: Wing) -> None:
    ref = made(wing)
    wing.command(OFFICER, "issue")
    assert "Help took an hour" in shown(wing)
    assert end(wing, MANAGER, ref, "settled", "Two people are on before 7")["response_action"] == "update"
    (told,) = wing.harbor.notices(Kind.ISSUE_ENDED)
    assert (told.recipient, told.subject) == (OFFICER, ref)
    wing.click(OFFICER, "issue_open", value=ref)
    assert "We did: Two people are on before 7" in shown(wing)
    with wing.harbor.ground.database.look() as work:
        (mine,) = said_and_done(wing.harbor.ground.scene(work, OFFICER), OFFICER)
    assert (mine.words, mine.state, mine.ended) == (
        "Help took an hour",
        IssueState.SETTLED,
        "Two people are on before 7",
    )


def test_not_now_says_why_and_leaves_the_list(wing: Wing) -> None:
    ref = made(wing)
    end(wing, MANAGER, ref, "not_now", "No money for it this quarter")
    assert row(wing, ref).state == IssueState.NOT_NOW
    wing.command(MANAGER, "issue")
    assert "No open issues for you." in shown(wing)
    wing.click(OFFICER, "issue_open", value=ref)
    assert "Not for now: No money for it this quarter" in shown(wing)


@pytest.mark.parametrize(
    ("how", "words", "who", "field"),
    [
        ("settled", "", "", "words"),
        ("not_now", "", "", "words"),
        ("settled", "Zebulon Testperson was found", "", "words"),
        ("given", "", "", "who"),
        ("given", "", STRANGER, "who"),
    ],
)
def test_what_is_missing_or_names_somebody_is_said_at_its_field(
    wing: Wing, how: str, words: str, who: str, field: str
) -> None:
    ref = made(wing)
    assert list(end(wing, MANAGER, ref, how, words, who)["errors"]) == [f"issue_end.{field}"]
    assert (row(wing, ref).state, row(wing, ref).owner) == (IssueState.OPEN, MANAGER)


def test_somebody_else_sees_to_it_and_is_told(wing: Wing) -> None:
    ref = made(wing)
    end(wing, MANAGER, ref, "given", who=SERGEANT)
    assert row(wing, ref).owner == SERGEANT
    assert [one.recipient for one in wing.harbor.notices(Kind.ISSUE_OWNED)] == [SERGEANT]
    wing.command(SERGEANT, "issue")
    assert ref in shown(wing)
    end(wing, SERGEANT, ref, "settled", "Two people are on before 7")
    assert row(wing, ref).state == IssueState.SETTLED


def test_it_ends_once(wing: Wing) -> None:
    ref = made(wing)
    end(wing, MANAGER, ref, "settled", "First")
    end(wing, MANAGER, ref, "not_now", "Second")
    assert row(wing, ref).ended == "First"
    assert len(wing.harbor.notices(Kind.ISSUE_ENDED)) == 1


def test_without_a_project_manager_nothing_is_raised(wing: Wing) -> None:
    harbor = wing.harbor
    harbor.suspend(MANAGER)
    with harbor.ground.database.work() as work, pytest.raises(Vacant):
        raise_issue(harbor.ground.scene(work, SERGEANT), Raising("Help took an hour", SERGEANT, "x"))


@pytest.mark.parametrize("kind", [Kind.ISSUE_OWNED, Kind.ISSUE_ENDED])
def test_the_notice_is_a_reference_and_a_button(wing: Wing, kind: Kind) -> None:
    ref = made(wing)
    notice = Notice(kind=kind.value, recipient=OFFICER, subject=ref)
    gone = Notice(kind=kind.value, recipient=STRANGER, subject=ref)
    with wing.harbor.ground.database.look() as work:
        said = VOICES[kind](Telling(work, wing.harbor.rules(), notice, wing.harbor.ground))
        nothing = VOICES[kind](Telling(work, wing.harbor.rules(), gone, wing.harbor.ground))
    assert isinstance(said, Message)
    assert said.text.startswith(ref)
    assert "Help" not in said.text
    assert nothing == Never("not_on_roster")


def test_nothing_of_it_names_the_roll_call_it_came_from(wing: Wing) -> None:
    made(wing)
    wing.command(MANAGER, "issue")
    with wing.harbor.ground.database.look() as work:
        ids = [one.id for one in work.session.query(Firing)]
    assert not any(one in str(wing.slack.views()[-1]) for one in ids)
    assert "North night" not in shown(wing), "what one officer wrote is not put down to their shift"


def raising(wing: Wing, user: str, words: str = "Help took an hour", due: str = "", who: str = "") -> Json:
    values = {
        "issue_new.words": {"value": {"value": words}},
        "issue_new.due": {"value": {"selected_date": due or None}},
        "issue_new.who": {"value": {"selected_user": who or None}},
    }
    return wing.submit(user, {"callback_id": "issue_new"}, values)


def day(wing: Wing, days: int) -> str:
    return (wing.harbor.rules().today(wing.harbor.time()) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("user", [OFFICER, SERGEANT, CASE_MANAGER, PROSECUTOR, NEIGHBOR, MANAGER])
def test_anybody_on_the_roster_raises_one_and_reads_who_sees_to_it(wing: Wing, user: str) -> None:
    wing.command(user, "issue")
    wing.click(user, "issue_new", view={"callback_id": "issues"})
    assert "never about a person" in shown(wing)
    said = raising(wing, user)
    assert "Odalys Fennimore sees to it. You hear here how it ends." in str(said["view"])
    wing.command(user, "issue")
    assert "Help took an hour" in shown(wing)
    told = [one.recipient for one in wing.harbor.notices(Kind.ISSUE_OWNED)]
    assert told == ([] if user == MANAGER else [MANAGER])


def test_a_name_is_stopped_before_saving_and_nothing_is_kept(wing: Wing) -> None:
    said = raising(wing, OFFICER, "Zebulon Testperson waits at the dock")
    assert list(said["errors"]) == ["issue_new.words"]
    assert wing.harbor.count(AdminIssue) == 0


def test_a_manager_chooses_who_sees_to_it_and_nobody_else_does(wing: Wing) -> None:
    assert "Barnaby Oxlip sees to it" in str(raising(wing, MANAGER, who=SERGEANT))
    assert "Odalys Fennimore sees to it" in str(raising(wing, OFFICER, who=SERGEANT))
    said = raising(wing, MANAGER, who=STRANGER)
    assert said["errors"] == {"issue_new.who": "Please choose somebody of the work group."}


def test_a_day_that_is_over_is_said_at_its_field(wing: Wing) -> None:
    said = raising(wing, OFFICER, due=day(wing, -1))
    assert said["errors"] == {"issue_new.due": "Please choose today or a later day."}
    assert wing.harbor.count(AdminIssue) == 0


def test_its_day_and_its_group_change_and_stand_on_its_page(wing: Wing) -> None:
    groups = [
        {"code": code, "name": code, "kind": "owg", "channel": f"C0{code.upper()}"} for code in ("aa", "bb")
    ]
    ref = made(wing)
    wing.harbor.change_rules(groups=groups)
    wing.click(MANAGER, "issue_change", value=ref)
    assert wing.slack.views()[-1]["private_metadata"] == ref
    values = {
        "issue_change.due": {"value": {"selected_date": day(wing, 5)}},
        "issue_change.group": {"value": {"selected_option": {"value": "bb"}}},
    }
    wing.submit(MANAGER, {"callback_id": "issue_change", "private_metadata": ref}, values)
    kept = row(wing, ref)
    assert (kept.group, kept.due_on and kept.due_on.isoformat()) == ("bb", day(wing, 5))
    wing.click(MANAGER, "issue_open", value=ref)
    assert "It stands on the next agenda: bb." in shown(wing)
    assert "To be done by" in shown(wing)
    values["issue_change.due"] = {"value": {"selected_date": day(wing, -5)}}
    said = wing.submit(MANAGER, {"callback_id": "issue_change", "private_metadata": ref}, values)
    assert list(said["errors"]) == ["issue_change.due"]
    assert row(wing, ref).due_on == kept.due_on


def test_who_neither_owns_it_nor_manages_changes_nothing(wing: Wing) -> None:
    ref = made(wing)
    values = {"issue_change.due": {"value": {"selected_date": day(wing, 5)}}}
    wing.submit(OFFICER, {"callback_id": "issue_change", "private_metadata": ref}, values)
    assert row(wing, ref).due_on is None


def test_without_a_project_manager_raising_says_so_and_keeps_what_was_typed(wing: Wing) -> None:
    wing.harbor.suspend(MANAGER)
    assert list(raising(wing, OFFICER)["errors"]) == ["issue_new.words"]


def test_one_delivery_twice_is_one_issue(wing: Wing) -> None:
    values = {"issue_new.words": {"value": {"value": "Help took an hour"}}}
    answers = [wing.submit(OFFICER, {"callback_id": "issue_new"}, values, key="same") for _ in range(2)]
    assert answers[0] == answers[1]
    assert wing.harbor.count(AdminIssue) == 1
