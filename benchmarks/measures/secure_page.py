"""The secure page: an item opened by many people beside the bot's other work, and the bytes of its views."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select

from benchmarks import payloads
from benchmarks.figures import Load, Rounds, Verdict, heading
from benchmarks.http_load import OddAnswer, drive
from benchmarks.measures.submissions import over_http, settle_all
from benchmarks.page_people import Browser, open_at_leisure, open_at_once
from benchmarks.plan import Bench
from benchmarks.processes import Site, free_port, lay_site, ours
from bot.floor import lay_floor
from handlers.deps import Ground
from handlers.ids import Action
from handlers.page.detour import trigger_of
from models.acts.appoint import appoint
from models.acts.page import make_link
from models.acts.site_rules import adopt
from models.acts.test_cards import every_card_seen
from models.envelope import SealedItem
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import SlackUserId
from models.site import OnCall

_EVERY = 10.0  # seconds between two openings of one person
_OTHER_EVERY = 0.5  # seconds between two submissions from Slack meanwhile
_LARGEST_VIEW = 60_000  # bytes


def measure(bench: Bench) -> list[Verdict]:
    """At leisure, all in one instant, and what a view weighs."""
    people, each = bench.amounts.on_the_page, bench.amounts.page_openings
    site, rota = _lay(bench, people)
    with ours(site) as running:
        over_http(running.port, b"arrest_rest")(each + 2, 1)
        settle_all(site)
        _on_call(site, rota)
        links, at_once, last = _links(site, people, each)
        assert site.settings.page is not None
        browsers = [Browser(site.settings.page.port, number) for number in range(people)]
        began = time.monotonic()
        with _other_work(running.port):
            leisurely = Load(
                open_at_leisure(browsers, links, _EVERY, payloads.PLACE), time.monotonic() - began
            )
        used = _cpu_seconds(running.child.pid)
        began = time.monotonic()
        volley = Load(open_at_once(browsers, at_once, payloads.PLACE), time.monotonic() - began)
        used = _cpu_seconds(running.child.pid) - used
        sizes = _sizes(Browser(site.settings.page.port, people), last)
    heading(f"The secure page, {people} people: Continue tapped -> the item is shown")
    print(Rounds([leisurely]).line(f"at leisure, one in {_EVERY:g} s each"))
    print(Rounds([volley]).line("all in the same instant"))
    print(f"  the bot's processor time an opening{used / people * 1000:>9.1f} ms")
    for name, size in sizes.items():
        print(f"  {name:<34}{size / 1000:>9.1f} kB with style and script, not compressed")
    return [
        Verdict(f"secure page: opening p99, {people} people beside other work", leisurely.p99, 100, "ms"),
        Verdict(
            "secure page: the largest first view", max(sizes.values()) / 1000, _LARGEST_VIEW / 1000, "kB"
        ),
    ]


def _lay(bench: Bench, people: int) -> tuple[Site, tuple[OnCall, ...]]:
    """A site with so many responders and nobody on call: each referral is an item for every one of them.

    And its rota, for afterwards.
    """
    laid = lay_site(bench.folder / "secure_page", bench.slack.api_url)
    port = free_port()
    page = {"LEADBOT_PAGE": f"127.0.0.1:{port}", "LEADBOT_PAGE_URL": f"http://127.0.0.1:{port}"}
    site = Site(laid.folder, {**laid.environment, **page})
    ground = lay_floor(site.settings).ground
    agency, roles = "case_management:Harbor Bridge Outreach", (Role.OUTREACH_RESPONDER,)
    seats = [
        Seating(user, "Fictional Responder", agency, roles, (), Account.ANY, None, None)
        for user in _users(people)
    ]
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId("operator"))
        rota = scene.rules.on_call
        rules = scene.rules.model_copy(update={"on_call": ()})
        adopt(work, ground.vault, ground.audit, rules, scene.moment)
        appoint(work, ground.vault, ground.audit, rules, seats, scene.moment)
        every_card_seen(ground.scene(work, SlackUserId("operator")))
        work.commit()
    ground.database.close()
    return site, rota


def _on_call(site: Site, rota: tuple[OnCall, ...]) -> None:
    """From here on a referral goes to whoever is on call, as on any day, and no more to everybody."""
    ground = lay_floor(site.settings).ground
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId("operator"))
        rules = scene.rules.model_copy(update={"on_call": rota})
        adopt(work, ground.vault, ground.audit, rules, scene.moment)
        work.commit()
    ground.database.close()


def _users(people: int) -> list[SlackUserId]:
    return [SlackUserId(f"UBENCH{number:04}") for number in range(people)]


def _links(site: Site, people: int, each: int) -> tuple[list[list[str]], list[str], tuple[str, str]]:
    """For everybody `each` links at leisure and one for the instant; and two of the last: an item, a form."""
    ground = lay_floor(site.settings).ground
    try:
        made = [_links_of(ground, user, each + 2) for user in _users(people)]
        with ground.database.work() as work:
            scene = ground.scene(work, SlackUserId(payloads.OFFICER))
            form = make_link(scene, trigger_of(payloads.refer_command()))
            work.commit()
    finally:
        ground.database.close()
    return [links[:each] for links in made], [links[each] for links in made], (made[-1][-1], form)


def _links_of(ground: Ground, user: SlackUserId, count: int) -> list[str]:
    with ground.database.work() as work:
        handles = work.session.scalars(
            select(SealedItem.handle).where(SealedItem.recipient == user).limit(count)
        ).all()
        if len(handles) < count:
            raise OddAnswer(f"{user} was handed {len(handles)} items, not {count}")
        scene = ground.scene(work, user)
        links = [
            make_link(scene, trigger_of(payloads.click(Action.OPEN_ITEM.value, handle, user)))
            for handle in handles
        ]
        work.commit()
    return links


@contextmanager
def _other_work(port: int) -> Iterator[None]:
    """Referrals from Slack all the while, with their cards; two a second."""
    ended = threading.Event()

    def refer() -> None:
        while not ended.wait(_OTHER_EVERY):
            with suppress(OSError, OddAnswer):  # a referral that was slow is no figure of this measure
                drive(port, [payloads.as_http(payloads.submission())], 1, lambda body: b"arrest_rest" in body)

    thread = threading.Thread(target=refer)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _sizes(browser: Browser, links: tuple[str, str]) -> dict[str, int]:
    """Bytes of each view with what it loads."""
    static = Path(str(files("handlers.page").joinpath("static")))
    beside = sum((static / name).stat().st_size for name in ("page.css", "page.js"))
    item, form = links
    look = browser.ask("GET", f"/p/{item}")[2]
    opened = browser.go_on(item, browser.look(item))
    officer = Browser(browser.port, browser.number + 1)
    doors = officer.go_on(form, officer.look(form))
    tapped = next(part for part in doors.split('value="') if "Arrest diversion" in part).split('"')[0]
    views = {
        "the link's page": look,
        "an opened item": opened,
        "the doors": doors,
        "the arrest form": officer.tap(doors, tapped),
    }
    return {name: len(text.encode()) + beside for name, text in views.items()}


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
