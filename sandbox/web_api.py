"""The Web API's front desk: arguments, tokens, scopes, rates, ordered faults, the record."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import Fault, Faults
from sandbox.methods import Args, Method, require_scope
from sandbox.recorder import Call, Recorder
from sandbox.wire import Json, RateLimited, Refusal
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Tokens:
    """What the app proves itself with."""

    bot: str
    app: str
    signing_secret: str


@dataclass(frozen=True)
class Outcome:
    """The answer of a call before it goes on the wire."""

    status: int
    body: Json
    headers: Mapping[str, str]
    said: str


def read_arguments(content_type: str, body: bytes, query: str) -> Mapping[str, Any]:
    """The arguments of a call as they came; raises `Refusal` for JSON that is none."""
    if content_type.startswith("application/json") and body:
        try:
            values = json.loads(body)
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(values, dict):
            raise Refusal("json_not_object")
        return {**dict(parse_qsl(query)), **values}
    return dict(parse_qsl(query, keep_blank_values=True) + parse_qsl(body.decode(), keep_blank_values=True))


class WebApi:
    """Answers /api/*; `cut` ends a connection without an answer."""

    def __init__(
        self,
        workspace: Workspace,
        methods: Mapping[str, Method],
        tokens: Tokens,
        recorder: Recorder,
        faults: Faults,
    ) -> None:
        self._workspace = workspace
        self._methods = methods
        self._tokens = tokens
        self._recorder = recorder
        self._faults = faults
        self.cut: Callable[[Request], None] = lambda _: None

    async def answer(self, request: Request) -> Response:
        """One call, whole: run it, record it, send it, or do what a fault orders instead."""
        name = request.path_params["method"]
        at, started = self._workspace.clock.now(), time.perf_counter()
        try:
            body = await request.body()
        except ClientDisconnect:  # the app ended in the middle of its sentence: nothing was asked
            return Response(status_code=400)
        fault = self._faults.take(name, "*")
        if fault is not None and fault.kind in ("slow", "timeout"):
            await asyncio.sleep(fault.seconds)
        arguments, outcome = self._outcome(name, request, body, fault)
        cut = fault is not None and fault.kind in ("timeout", "cut_after_store")
        raw = "" if cut else json.dumps(outcome.body, ensure_ascii=False)
        said = fault.kind if fault is not None and cut else outcome.said
        ms = round((time.perf_counter() - started) * 1000, 2)
        sent = body.decode(errors="replace") or request.url.query
        self._recorder.add(Call("bot->slack", name, said, at, ms, arguments, sent, raw))
        if cut:
            self.cut(request)
            await asyncio.sleep(0.05)
        return JSONResponse(outcome.body, outcome.status, dict(outcome.headers))

    def _outcome(
        self, name: str, request: Request, body: bytes, fault: Fault | None
    ) -> tuple[Mapping[str, Any], Outcome]:
        arguments: Mapping[str, Any] = {}
        try:
            arguments = read_arguments(request.headers.get("content-type", ""), body, request.url.query)
            return arguments, self._under_fault(name, request, arguments, fault)
        except Refusal as refusal:
            return arguments, Outcome(200, refusal.answer(), self._headers(name), refusal.code)
        except RateLimited as early:
            answer = {"ok": False, "error": "ratelimited"}
            return arguments, Outcome(429, answer, {"Retry-After": str(early.retry_after)}, "ratelimited")

    def _under_fault(
        self, name: str, request: Request, arguments: Mapping[str, Any], fault: Fault | None
    ) -> Outcome:
        ordered = fault.kind if fault is not None else ""
        if fault is not None and ordered == "ratelimited":
            raise RateLimited(max(1, round(fault.seconds)))
        if ordered == "server_error":
            return Outcome(500, {"ok": False, "error": "internal_error"}, {}, "server_error")
        if ordered == "timeout":
            return Outcome(200, {}, {}, "timeout")
        answer = self._run(name, request, arguments)
        return Outcome(200, {"ok": True, **answer}, self._headers(name), "ok")

    def _run(self, name: str, request: Request, arguments: Mapping[str, Any]) -> Json:
        method = self._methods.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        self._admit(method, request, arguments)
        if method.tier is not None:
            self._workspace.rates.calling(name, method.tier)
        with self._workspace.lock:
            return method.run(self._workspace, Args(arguments))

    def _admit(self, method: Method, request: Request, arguments: Mapping[str, Any]) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip() if kind.lower() == "bearer" else str(arguments.get("token", ""))
        if not token:
            raise Refusal("not_authed")
        if token not in (self._tokens.bot, self._tokens.app):
            raise Refusal("invalid_auth")
        if (token == self._tokens.app) is not method.app_token:
            raise Refusal("not_allowed_token_type")
        require_scope(self._workspace, method.scope)

    def _headers(self, name: str) -> Mapping[str, str]:
        method = self._methods.get(name)
        accepted = method.scope if method is not None and method.scope else ""
        provided = ",".join(sorted(self._workspace.manifest.scopes))
        return {"x-oauth-scopes": provided, "x-accepted-oauth-scopes": accepted}
