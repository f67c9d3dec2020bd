"""The course: what ends a step and what does not, leaving it, going on; and starting over."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from sandbox.course import COURSE, CourseRefused, Step, is_sign, read_course
from sandbox.course_progress import Progress
from sandbox.course_start_over import ALONE, UNDER_WAY, StartOver
from sandbox.people import Person
from sandbox.recorder import Call
from sandbox.server import PracticeServer
from sandbox.wire import NotPossible
from tests.sandbox.conftest import MANIFEST, WORKSPACE, TinyApp

OFFICER, RESPONDER = "UQUILL001", "ULARKSP01"
SEEDS = [{"code": "bad_day", "title": "Bad day", "words": "Nobody answers."}]


def delivery(method: str, request: Any, response: Any = None, status: str = "ok") -> Call:
    return Call("slack->bot", method, status, 0.0, 1.0, request, "", "", response=response)


def submitted(user: str, callback_id: str, response: Any = None, status: str = "ok") -> Call:
    request = {"user": {"id": user}, "view": {"callback_id": callback_id, "state": {"values": {}}}}
    return delivery("view_submission", request, response, status)


FORM = Step("Send it", OFFICER, "submitted", "arrest_first")


@pytest.mark.parametrize(
    ("call", "ends"),
    [
        (submitted(OFFICER, "arrest_first"), True),
        (submitted(RESPONDER, "arrest_first"), False),
        (submitted(OFFICER, "community"), False),
        (submitted(OFFICER, "arrest_first", status="operation_timeout"), False),
        (submitted(OFFICER, "arrest_first", {"response_action": "errors", "errors": {}}), False),
        (submitted(OFFICER, "arrest_first", {"payload": {"response_action": "errors"}}), False),
        (submitted(OFFICER, "arrest_first", {"payload": {"response_action": "update"}}), True),
    ],
)
def test_a_form_is_done_when_that_person_sent_that_form_and_it_was_taken(call: Call, ends: bool) -> None:
    assert is_sign(FORM, call) is ends


def test_a_button_and_a_command_are_known_by_name_and_person() -> None:
    press = delivery("block_actions", {"user": {"id": OFFICER}, "actions": [{"action_id": "met"}]})
    typed = delivery("slash_commands", {"user_id": OFFICER, "text": "queue  and more"})
    assert is_sign(Step("", OFFICER, "pressed", "met"), press)
    assert not is_sign(Step("", RESPONDER, "pressed", "met"), press)
    assert is_sign(Step("", OFFICER, "command", "queue"), typed)
    assert not is_sign(Step("", OFFICER, "command", "roster"), typed)


def test_a_step_without_a_sign_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "course.toml"
    head = 'code = "x"\ntitle = "X"\nwho = "U1"\nwords = ""\nend = ""\nminutes = 1\n'
    file.write_text(f'[[exercises]]\n{head}steps = [{{ do = "Look" }}]\n', encoding="utf-8")
    with pytest.raises(CourseRefused, match="needs exactly one of"):
        read_course(file)


def test_everybody_in_the_course_is_in_the_town_and_every_step_is_short(server: PracticeServer) -> None:
    for exercise in read_course(COURSE):
        assert exercise.who in server.workspace.people
        assert exercise.minutes <= 10
        for step in exercise.steps:
            assert step.who in server.workspace.people
            assert len(step.words) <= 170, step.words


@pytest.fixture
def officer(server: PracticeServer, over_http: TinyApp) -> Person:
    server.course._exercises = {"try": _trial()}
    server.course._done = {"try": 0}
    return server.person(OFFICER)


def _trial() -> Any:
    [first, *_] = read_course(COURSE)
    steps = (
        Step("Type the command", OFFICER, "shown", "first"),
        Step("Send the form", OFFICER, "submitted", "first"),
        Step("Press", OFFICER, "pressed", "open"),
    )
    return type(first)("try", "Try", OFFICER, "", "", 1, steps)


def _done(server: PracticeServer) -> int:
    found: int = server.course.shown()["exercises"][0]["done"]
    return found


def test_steps_are_noticed_left_and_gone_on_with(server: PracticeServer, officer: Person) -> None:
    officer.command("/lead refer")
    officer.close()
    assert _done(server) == 0, "nobody has begun"
    server.course.start("try")
    officer.command("/lead refer")
    assert _done(server) == 1
    officer.fill({"name": "wrong"})
    assert officer.submit() == {"name": "Another name, please."}
    assert _done(server) == 1, "a form that came back is not sent"
    assert server.course.leave()["current"] == ""
    officer.fill({"name": "Right"})
    assert officer.submit() == {}
    assert _done(server) == 1, "it was put away"
    server.course.start("try")
    officer.command("/lead refer")
    officer.fill({"name": "Right"})
    officer.submit()
    assert _done(server) == 2
    assert server.course.start("try")["exercises"][0]["done"] == 2
    assert server.course.start("try", anew=True)["exercises"][0]["done"] == 0, "from the beginning"
    server.course._done["try"] = 3
    assert server.course.start("try")["exercises"][0]["done"] == 0, "what is over begins again"


def _post(server: PracticeServer, path: str, body: Any) -> Any:
    request = Request(f"{server.url}ui/{path}", json.dumps(body).encode(), method="POST")
    with urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_the_page_starts_and_leaves_an_exercise(server: PracticeServer) -> None:
    assert _post(server, "course/start", {"exercise": "officer"})["current"] == "officer"
    assert _post(server, "course/start", {"exercise": "nobody"})["message"] == "There is no such exercise."
    assert _post(server, "course/start", {})["error"] == "bad_request"
    assert _post(server, "course/leave", {})["current"] == ""


STEPS = {"officer": ["shown one", "submitted two", "pressed three"], "community": ["looked home"]}


def test_how_far_the_course_is_outlives_the_workspace(tmp_path: Path) -> None:
    file = tmp_path / "course.json"

    def begun() -> PracticeServer:
        server = PracticeServer(WORKSPACE, MANIFEST, course=file)
        server.stop()
        return server

    first = begun()
    first.course.start("community")
    first.course.heard(submitted("USTOOP001", "community"))
    first.course.leave()
    first.course.start("officer")
    kept = json.loads(file.read_text())
    assert kept == {"current": "officer", "done": {"community": ["shown community", "submitted community"]}}
    again = begun().course.shown()
    assert again == first.course.shown()
    assert again["current"] == "officer"
    assert [one["done"] for one in again["exercises"] if one["code"] == "community"] == [2]


@pytest.mark.parametrize(
    ("kept", "done"),
    [
        (["shown one", "submitted two"], 2),
        (["shown one", "pressed three"], 1),
        (["shown another"], 0),
        ([*STEPS["officer"], "pressed more"], 3),
        ("shown one", 0),
        ([7, {}], 0),
    ],
)
def test_what_the_course_has_no_more_is_done_anew(tmp_path: Path, kept: Any, done: int) -> None:
    file = tmp_path / "course.json"
    file.write_text(json.dumps({"current": "gone", "done": {"officer": kept, "gone": ["x"]}}))
    assert Progress(file).read(STEPS) == ("", {"officer": done, "community": 0})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"current": 1, "done": 2}'])
def test_a_file_that_tells_nothing_is_a_course_that_nobody_began(tmp_path: Path, text: str) -> None:
    file = tmp_path / "course.json"
    file.write_text(text)
    nothing = ("", {"officer": 0, "community": 0})
    assert Progress(file).read(STEPS) == Progress(tmp_path / "none.json").read(STEPS) == nothing


def test_where_nothing_can_be_written_the_course_goes_on(tmp_path: Path) -> None:
    Progress(tmp_path / "nowhere" / "course.json").write("officer", {"officer": ["shown one"]})
    Progress().write("officer", {"officer": ["shown one"]})
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_that_runs_alone_says_that_nothing_can_be_laid(server: PracticeServer) -> None:
    assert _post(server, "start_over", {"seed": "bad_day"}) == {
        "ok": False,
        "error": "cannot_start_over",
        "message": ALONE,
    }


def test_starting_over_asks_whoever_started_it_once_and_for_a_seed_they_have(tmp_path: Path) -> None:
    board = tmp_path / "practice.json"
    asked: list[str] = []
    start_over = StartOver(board, asked.append)
    with pytest.raises(NotPossible):
        start_over.ask("bad_day")  # nothing is offered yet
    board.write_text(json.dumps({"round": 1, "seed": "empty", "seeds": SEEDS, "laying": ""}))
    assert start_over.board()["seeds"] == SEEDS
    assert start_over.ask("bad_day") == {"ok": True}
    with pytest.raises(NotPossible):
        start_over.ask("worse_day")
    board.write_text(json.dumps({"round": 2, "seed": "bad_day", "seeds": SEEDS, "laying": "Laying"}))
    with pytest.raises(NotPossible, match="is being laid already") as refused:
        start_over.ask("bad_day")
    assert refused.value.message == UNDER_WAY
    assert asked == ["bad_day"]


def test_whoever_cannot_hear_any_more_is_not_asked(tmp_path: Path) -> None:
    board = tmp_path / "practice.json"
    board.write_text(json.dumps({"seeds": SEEDS}))

    def gone(_: str) -> None:
        raise BrokenPipeError

    with pytest.raises(NotPossible, match="runs by itself"):
        StartOver(board, gone).ask("bad_day")
