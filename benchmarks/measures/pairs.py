"""Looking for duplicates: every open name decrypted, folded and held against the newest one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from benchmarks.processes import lay_site
from bot.floor import Floor, lay_floor
from models.classes import Category
from models.people import find_actor
from models.referral import Door, Referral, reserve
from models.schema import ReferralRef, SlackUserId
from models.sensitive import Sensitive

_OFFICER = SlackUserId("UQUILL001")
_SECONDS = 5.0  # the beat of the look; it holds nobody up
_ROUNDS = 3
_FIRST = ("Zebulon", "Marigold", "Clover", "Biscuit", "Thistle", "Juniper")


def measure(bench: Bench) -> list[Verdict]:
    """The quickest of three looks at so many open names; prints it whole and for one name."""
    floor = lay_floor(lay_site(bench.folder / "pairs", bench.slack.api_url).settings)
    try:
        newest = _fill(floor, bench.amounts.names)
        took = min(_look(floor, newest) for _ in range(_ROUNDS))
    finally:
        floor.ground.database.close()
    heading("Looking for duplicates: decrypt, fold and compare every open name")
    each = took / bench.amounts.names * 1_000
    print(f"{bench.amounts.names} names: {took:.2f} s, {each:.3f} ms a name; no lock is held meanwhile")
    return [Verdict(f"{bench.amounts.names} names looked at, seconds", took, _SECONDS, "s")]


def _look(floor: Floor, newest: ReferralRef) -> float:
    began = time.perf_counter()
    with floor.ground.database.look() as work:
        seen = floor.ground.vault.matcher.look(work, [newest])
    took = time.perf_counter() - began
    assert newest in seen.matches, "the newest one was read"
    return took


def _fill(floor: Floor, count: int) -> ReferralRef:
    """So many open social contacts, each with a name and a number of its own."""
    ground, moment = floor.ground, datetime.now(UTC).replace(microsecond=0)
    with ground.database.work() as work:
        rules = ground.book.current(work)
        author = find_actor(work, ground.vault.rows, _OFFICER, rules.today(moment))
        for number in range(count):
            referral = Referral.open(
                ref=reserve(work)[0],
                door=Door.SOCIAL_CONTACT,
                region="north",
                priority=3,
                referrer=author.user,
                agency=author.agency,
                view_id=None,
                moment=moment,
                hand_off=timedelta(minutes=30),
            )
            ground.vault.rows.sign_row(referral)
            work.insert(Referral, [referral.as_row()])
            name = f"{_FIRST[number % 6]} Pretend{number * 7919 % 99991:x}"
            details = {
                Category.IDENTITY: {"person": Sensitive(name)},
                Category.LOCATION: {"contact": Sensitive(f"555-{number % 10_000:04}")},
            }
            ground.vault.sealer.seal(
                work, author, referral, details, [], moment=moment, destroy_after=timedelta(days=90)
            )
        work.commit()
    return referral.ref
