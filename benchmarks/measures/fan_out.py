"""A roll call to very many officers at once: how long it takes under Slack's rates, and what is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from benchmarks.processes import ROOT, Site, free_port, ours
from bot.clock_source import real_now
from bot.floor import lay_floor
from bot.practice import prepare
from models.acts.appoint import appoint
from models.acts.schedules import Wanted, make
from models.acts.test_cards import every_card_seen
from models.people import Account, Role
from models.recurrence import Rule
from models.rollcall import Asked
from models.roster_file import Seating
from models.schema import SlackUserId
from sandbox.cast import CastMember
from sandbox.server import PracticeServer

_REGION, _LEADER = "north", SlackUserId("UOXLIP001")
_POST = "chat.postMessage"
_A_MINUTE, _BURST = 300, 30  # what the practice workspace lets through, as Slack says


def measure(bench: Bench) -> list[Verdict]:
    """One roll call to `bench.amounts.officers`, against the least time that Slack's rates leave."""
    count = bench.amounts.officers
    least = max(1.0, (count - _BURST) / _A_MINUTE * 60)
    with _workspace(bench.folder / "fan_out", count) as (server, site):
        due = _lay_shift(site, count)
        with ours(site):
            took = _fire(server, site, due, count, patience=3 * least + 30)
        posted = [call for call in server.calls() if call.method == _POST]
    refused = sum(call.status != "ok" for call in posted)
    reached = len({call.request["channel"] for call in posted if call.status == "ok"})
    heading(f"A roll call to {count} officers (practice workspace, {_A_MINUTE}/min, burst {_BURST})")
    print(f"  took{took:>40.1f} s")
    print(f"  least time the rates leave{least:>18.1f} s")
    print(f"  reached, refused{reached:>28}{refused:>8}")
    return [
        Verdict(f"{count} roll calls against the least time Slack leaves", took / least, 1.1),
        Verdict(f"{count} roll calls: refused by Slack (429)", refused, 0, ""),
        Verdict(f"{count} roll calls: lost", count - reached, 0, ""),
    ]


@contextmanager
def _workspace(folder: Path, count: int) -> Iterator[tuple[PracticeServer, Site]]:
    folder.mkdir()
    with PracticeServer(
        workspace=ROOT / "sandbox" / "lantern_harbor.toml",
        manifest=ROOT / "manifest.yml",
        clock=folder / "clock",
    ) as server:
        team = server.workspace.definition.team_id
        with server.workspace.lock:
            server.workspace.people |= {
                user: CastMember(user, "Fictional Officer", team_id=team) for user in _officers(count)
            }
        environment = {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_SIGNING_SECRET": server.signing_secret,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "LEADBOT_HTTP": f"127.0.0.1:{free_port()}",
            "LEADBOT_DATABASE_URL": f"sqlite:///{folder / 'leadbot.db'}",
            "LEADBOT_KEYRING": str(folder / "keys" / "keyring.json"),
            "LEADBOT_PRACTICE_CLOCK": str(folder / "clock"),
        }
        site = Site(folder, environment)
        prepare(site.settings).floor.ground.database.close()
        yield server, site


def _officers(count: int) -> list[SlackUserId]:
    return [SlackUserId(f"UBENCH{number:04}") for number in range(count)]


def _lay_shift(site: Site, count: int) -> datetime:
    """So many officers on one shift, whose roll call is due in a minute or two; when."""
    ground = lay_floor(site.settings).ground
    police = "police:Lantern Harbor PD"
    seats = [
        Seating(user, "Fictional Officer", police, (Role.OFFICER,), (_REGION,), Account.ANY, None, None)
        for user in _officers(count)
    ]
    with ground.database.work() as work:
        scene = ground.scene(work, _LEADER)
        appoint(work, ground.vault, ground.audit, scene.rules, seats, scene.moment)
        every_card_seen(scene)
        due = (scene.moment + timedelta(minutes=2)).replace(second=0, microsecond=0)
        local = due.astimezone(scene.rules.zone_of(_REGION))
        wanted = Wanted(
            asks=Asked.ROLL_CALL,
            region=_REGION,
            shift="bench",
            name="Bench",
            rule=Rule(local.date(), (local.weekday(),)),
            at=local.time(),
            leader=_LEADER,
            seats=tuple(_officers(count)),
        )
        make(scene, wanted)
        work.commit()
    ground.database.close()
    return due


def _fire(server: PracticeServer, site: Site, due: datetime, count: int, patience: float) -> float:
    """Practice time jumps to the moment; seconds until everybody has it, or patience ends."""
    before = _arrived(server)
    clock = Path(site.environment["LEADBOT_PRACTICE_CLOCK"])
    clock.write_text(str((due - real_now()).total_seconds()))
    began = time.monotonic()
    while _arrived(server) < before + count and time.monotonic() < began + patience:
        time.sleep(0.1)
    return time.monotonic() - began


def _arrived(server: PracticeServer) -> int:
    return sum(call.method == _POST and call.status == "ok" for call in server.calls())
