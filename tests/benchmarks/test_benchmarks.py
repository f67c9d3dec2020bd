"""The bench runs from end to end with tiny counts, and its arithmetic is right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.__main__ import MEASURES, run
from benchmarks.figures import Load, Rounds, Verdict, p50, percentile, rate
from benchmarks.http_load import OddAnswer, drive
from benchmarks.measures.submissions import count_rows
from benchmarks.payloads import as_envelope, as_http, help_command, home_opened, submission
from benchmarks.plain_rows import ROWS, commit_mapped, commit_raw, plain_engine, raw_connection
from benchmarks.plan import QUICK
from benchmarks.processes import lay_site, ours, slack
from bot.transport import HttpRunner

TINY = replace(
    QUICK,
    one_at_a_time=3,
    eight_at_a_time=8,
    answers=8,
    dispatches=3,
    openings=8,
    waiting=200,
    probes=3,
    small=20,
    large=60,
    seconds=0.2,
    disturbed=0.5,
    schedules=(30,),
    schedules_alone=40,
    registered=3,
    agenda=(12, 30),
    agendas=1,
    moments=3,
    on_the_page=2,
)


# Each raises a bot: two of them every time, the rest with the long proofs.
LONGER = [
    pytest.param(name, marks=pytest.mark.prove)
    for name in ("outbox", "queue", "pairs", "schedules", "secure_page")
]


@pytest.mark.parametrize("name", ["openings", "agenda", *LONGER])
def test_a_measure_runs_on_the_real_bot_and_says_what_was_reached(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = run([name], TINY)
    assert verdicts
    assert all(verdict.reached > 0 or verdict.unit == "%" for verdict in verdicts)
    told = capsys.readouterr().out
    words = ("ours", "one at a time", "closed", "a name", "at leisure", "built")
    assert any(one in told for one in words)


def test_the_bare_contenders_write_as_many_rows_as_one_submission_of_ours(tmp_path: Path) -> None:
    with slack() as stand_in:
        site = lay_site(tmp_path / "site", stand_in.api_url)
        with ours(site) as running:
            count_rows(site, running.port)
    engine = plain_engine(tmp_path / "mapped.db")
    commit_mapped(engine)
    engine.dispose()
    link = raw_connection(tmp_path / "raw.db")
    commit_raw(link)
    link.close()
    for file in ("mapped.db", "raw.db"):
        with closing(sqlite3.connect(tmp_path / file)) as look:
            query = "SELECT count(*) FROM {}"
            counts = {name: look.execute(query.format(name)).fetchone()[0] for name in ROWS}
        assert counts == ROWS


def test_every_measure_has_a_name_to_call_it_by() -> None:
    assert set(MEASURES) == {
        "submissions",
        "answers",
        "openings",
        "outbox",
        "growth",
        "queue",
        "pairs",
        "schedules",
        "starting",
        "links",
        "guard",
        "agenda",
        "fan_out",
        "secure_page",
        "practice_page",
    }


@given(st.lists(st.floats(0.001, 10), min_size=1), st.floats(1, 100))
def test_a_percentile_is_a_value_that_was_seen_and_as_many_lie_below(
    values: list[float], percent: float
) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-9


def test_a_ratio_compares_round_with_round() -> None:
    mine = Rounds([Load([0.002], 1.0), Load([0.020], 10.0), Load([0.004], 1.0)])
    theirs = Rounds([Load([0.001], 0.5), Load([0.010], 5.0), Load([0.001], 0.5)])
    assert mine.against(theirs, p50) == pytest.approx(2.0)
    assert mine.against(theirs, rate) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("reached", "at_least", "met"),
    [(1.2, False, True), (1.4, False, False), (1.2, True, False), (1.3, True, True)],
)
def test_a_target_is_met_from_its_own_side(reached: float, at_least: bool, met: bool) -> None:
    assert Verdict("x", reached, 1.3, at_least=at_least).met is met
    assert ("MISSED" in Verdict("x", reached, 1.3, at_least=at_least).line()) is not met


def test_no_two_payloads_share_an_id() -> None:
    made = [submission() for _ in range(50)]
    assert len({body["trigger_id"] for body in made} | {body["view"]["id"] for body in made}) == 100


def test_each_kind_of_payload_travels_as_slack_sends_it() -> None:
    kinds = [as_envelope(body)["type"] for body in (submission(), help_command(), home_opened())]
    assert kinds == ["interactive", "slash_commands", "events_api"]
    assert b"application/json" in as_http(home_opened())
    assert b"payload=%7B" in as_http(submission())


def test_an_answer_that_does_not_fit_ends_the_measure() -> None:
    async def teapot(scope: object, receive: object, send: object) -> None:
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]  # ASGI
        await send({"type": "http.response.body", "body": b"no"})  # type: ignore[operator]  # ASGI

    runner = HttpRunner(teapot, "127.0.0.1", 0)
    runner.start()
    try:
        request = as_http(help_command())
        assert len(drive(runner.port, [request] * 5, 2, lambda body: body == b"no").seconds) == 5
        with pytest.raises(OddAnswer):
            drive(runner.port, [request], 1, lambda body: body == b"yes")
    finally:
        runner.stop(2)
