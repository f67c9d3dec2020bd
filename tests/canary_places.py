"""Every place a detail could have got to, and the only ones in which it may stand."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import MetaData, create_engine, select

from handlers.ids import View
from sandbox.recorder import Call
from tests.canary import Canaries, Hit
from tests.stage import Stage

_FROM_A_PERSON = frozenset({"view_submission"})
# What the desk may show details in: an opened item, folder or its lawyers, a goal above the form for it.
_SHOWING = frozenset({View.OPENED.value, View.GOAL_EDIT.value, View.LAWYERS.value})


@dataclass(frozen=True)
class Seen:
    """Where canaries stood rightly: fields that came in, and fields each reader was shown."""

    came_in: frozenset[str]
    shown: Mapping[str, frozenset[str]]


def assert_sealed(
    stage: Stage,
    canaries: Canaries,
    *,
    readers: Collection[str],
    printed: str = "",
    typed: Collection[str] = (),
) -> Seen:
    """Search everything; what stands where it may is answered.

    Args:
        stage: the running stage.
        canaries: what was sown.
        readers: user ids who were entitled to open it.
        printed: what the process wrote to stdout and stderr.
        typed: further deliveries (`slash_commands`, `message`) into which the test had somebody type.
    """
    if stage.settings.page is not None:
        return _sealed_on_the_page(stage, canaries, readers, printed, typed)
    calls = stage.server.recorder.calls()
    viewers = _viewers(calls)
    hits = list(_hits_at_rest(stage, canaries, printed))
    came_in: set[str] = set()
    shown: dict[str, set[str]] = {}
    for call in calls:
        received = canaries.hits(f"{call.direction} {call.method} #{call.n}", call.raw_request.encode())
        answered = canaries.hits(f"answer to {call.method} #{call.n}", call.raw_response.encode())
        if call.direction == "slack->bot":
            rightly = _from_a_person(call) or call.method in typed
            came_in |= {hit.field for hit in received if rightly}
            hits += answered if rightly else [*received, *answered]
        elif (reader := _reader_of(call, viewers)) in readers:
            shown.setdefault(reader, set()).update(hit.field for hit in received)
        else:
            hits += [*received, *answered]
    assert not hits, "\n".join(sorted({str(hit) for hit in hits}))
    return Seen(frozenset(came_in), {reader: frozenset(fields) for reader, fields in shown.items()})


def _sealed_on_the_page(
    stage: Stage, canaries: Canaries, readers: Collection[str], printed: str, typed: Collection[str]
) -> Seen:
    """Details on the page: no byte to or from Slack holds one, whoever reads; the page shows them rightly.

    What somebody typed they may be shown again: after a mistake, or under another view.
    """
    hits = list(_hits_at_rest(stage, canaries, printed))
    for call in stage.server.recorder.calls():
        if call.direction == "slack->bot" and call.method in typed:
            continue
        hits += canaries.hits(f"{call.direction} {call.method} #{call.n}", call.raw_request.encode())
        hits += canaries.hits(f"answer to {call.method} #{call.n}", call.raw_response.encode())
    came_in: set[str] = set()
    shown: dict[str, set[str]] = {}
    for user, person in stage.on_page.items():
        theirs = {hit.field for body in person.reader.sent for hit in canaries.hits("sent", body)}
        came_in |= theirs
        for page in person.reader.seen:
            found = canaries.hits(f"the page of {user}", page.encode())
            if user in readers:
                shown.setdefault(user, set()).update(hit.field for hit in found)
            else:
                hits += [hit for hit in found if hit.field not in theirs]
    assert not hits, "\n".join(sorted({str(hit) for hit in hits}))
    return Seen(frozenset(came_in), {user: frozenset(fields) for user, fields in shown.items() if fields})


def assert_files_sealed(folder: Path, canaries: Canaries) -> None:
    """Search every file under the folder, names included: database, WAL, journal, ring, clock."""
    hits = list(_hits_in_files(folder, canaries))
    assert not hits, "\n".join(sorted({str(hit) for hit in hits}))


def metrics_of(stage: Stage) -> str:
    """What /metrics says."""
    with urllib.request.urlopen(f"http://127.0.0.1:{stage.bot.process.http.port}/metrics") as answer:
        text: str = answer.read().decode()
    return text


def _hits_at_rest(stage: Stage, canaries: Canaries, printed: str) -> Iterator[Hit]:
    texts = {"log": stage.log.getvalue(), "metrics": metrics_of(stage), "stdout and stderr": printed}
    for place, text in texts.items():
        yield from canaries.hits(place, text.encode(), with_codes=True)
    yield from _hits_in_files(stage.folder, canaries)
    for place, cell in cells(stage.settings.database_url):
        yield from canaries.hits(place, cell, with_codes=True)


def _hits_in_files(folder: Path, canaries: Canaries) -> Iterator[Hit]:
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield from canaries.hits("a file's name", name.encode(), with_codes=True)
        if path.is_file():
            yield from canaries.hits(f"file {name}", path.read_bytes(), with_codes=True)


def cells(url: str) -> Iterator[tuple[str, bytes]]:
    """Every column of every table, all its values as bytes, as a dump would hold them."""
    engine = create_engine(url)
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        for table in found.sorted_tables:
            for column in table.columns:
                values = connection.scalars(select(column)).all()
                yield f"row {table.name}.{column.name}", b"\n".join(_as_bytes(value) for value in values)
    engine.dispose()


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _from_a_person(call: Call) -> bool:
    """A payload that carries what stands in a view: the form being sent, or an act in an opened item."""
    in_view = call.method == "block_actions" and call.request["container"]["type"] == "view"
    return in_view or call.method in _FROM_A_PERSON


def _viewers(calls: list[Call]) -> dict[str, str]:
    """View id -> whose screen it is on, by the trigger that opened it."""
    acts = [call.request for call in calls if call.direction == "slack->bot"]
    who = {
        act["trigger_id"]: act.get("user_id") or act["user"]["id"] for act in acts if act.get("trigger_id")
    }
    opened = [call for call in calls if call.method in {"views.open", "views.push"} and call.status == "ok"]
    return {call.response["view"]["id"]: who[call.request["trigger_id"]] for call in opened}


def _reader_of(call: Call, viewers: Mapping[str, str]) -> str:
    """Who is shown an opened item by this call; empty for any other call."""
    if call.method != "views.update":
        return ""
    view = call.request["view"]
    view = json.loads(view) if isinstance(view, str) else view
    opened = view["callback_id"] in _SHOWING
    return viewers.get(call.request["view_id"], "") if opened else ""
