"""What the page asks about the course and about starting over: every address, as JSON."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.course import Course
from sandbox.course_start_over import StartOver
from sandbox.wire import Json, NotPossible

_Answer = Callable[[Mapping[str, Any]], Json]


class CourseApi:
    """The page's way to the course."""

    def __init__(self, course: Course, start_over: StartOver) -> None:
        self._course = course
        self._start_over = start_over

    def routes(self) -> list[Route]:
        """Every address with what answers it."""
        does: Mapping[str, _Answer] = {
            "course/start": lambda asked: self._course.start(
                str(asked["exercise"]), anew=asked.get("anew") is True
            ),
            "course/leave": lambda _: self._course.leave(),
            "start_over": lambda asked: self._start_over.ask(str(asked["seed"])),
        }
        reads: Mapping[str, _Answer] = {
            "course": lambda _: self._course.shown(),
            "practice": lambda _: {"ok": True, **self._start_over.board()},
        }
        return [
            *(Route(f"/ui/{name}", _endpoint(answer), methods=["POST"]) for name, answer in does.items()),
            *(Route(f"/ui/{name}", _endpoint(answer), methods=["GET"]) for name, answer in reads.items()),
        ]


def _endpoint(answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            asked = json.loads(await request.body() or "{}")
            return JSONResponse(await run_in_threadpool(answer, asked))
        except NotPossible as said:
            return JSONResponse(said.answer())
        except (KeyError, TypeError, ValueError):
            return JSONResponse(NotPossible("bad_request", "The page asked for something unclear.").answer())

    return endpoint
