"""What people do in the journeys, step by step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.floor import lay_floor
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST, COMMUNITY, SOCIAL
from models.acts.depart import depart
from models.due import overdue
from models.notice import Kind, Notice
from models.outbox import next_due
from models.referral import Referral
from models.schema import SlackUserId
from sandbox.faces import SeenMessage, SeenView
from tests.canary import Canaries
from tests.stage import BACKUP, NEIGHBOR, OFFICER, QUAY_OFFICER, Stage, wait_until

_REFERENCE = re.compile(r"\bR-[0-9A-Z]{5}\b")
CARD = "You have a sealed item."
_LATER = (Kind.BLANK_VIEW.value, Kind.GUARD_FOLLOW_UP.value)  # due when time comes, not by what was done
_WAITING = (Notice.settled_at.is_(None), Notice.kind.not_in(_LATER))


def reference_in(text: str) -> str:
    """The first reference in a text."""
    found = _REFERENCE.search(text)
    assert found is not None, "a reference was expected"
    return found.group()


def begin_arrest(stage: Stage, canaries: Canaries, user: str = OFFICER) -> None:
    """The first screen, filled and not yet sent."""
    officer = stage.person(user)
    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill(canaries.answers(ARREST_FIRST))


def page(stage: Stage, canaries: Canaries, user: str = OFFICER) -> str:
    """An arrest diversion up to its second screen, which stands open; the reference."""
    begin_arrest(stage, canaries, user)
    officer = stage.person(user)
    before = len(officer.dms())
    assert officer.submit() == {}
    officer.wait_view(callback_id="arrest_rest")
    wait_until(lambda: len(officer.dms()) > before, "the officer hears that it was received")
    return reference_in(officer.dms()[-1].text)


def add_rest(stage: Stage, canaries: Canaries, user: str = OFFICER) -> SeenView:
    """The second screen."""
    officer = stage.person(user)
    officer.fill(canaries.answers(ARREST_REST, hand_off="diversion_center", offence="possession"))
    assert officer.submit() == {}
    return officer.wait_view(callback_id="receipt")


def refer_arrest(stage: Stage, canaries: Canaries, user: str = OFFICER) -> str:
    """Both screens; the reference."""
    page(stage, canaries, user)
    shown = add_rest(stage, canaries, user)
    stage.person(user).close()
    return reference_in(shown.words)


def refer_social(stage: Stage, canaries: Canaries, user: str = QUAY_OFFICER) -> str:
    """A social contact; the reference."""
    officer = stage.person(user)
    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    officer.click("Social contact")
    officer.wait_view(callback_id="social_contact")
    return _send(stage, user, canaries.answers(SOCIAL, willing="interested"))


def refer_community(stage: Stage, canaries: Canaries, user: str = NEIGHBOR) -> str:
    """A community referral; the reference."""
    neighbor = stage.person(user)
    neighbor.command("/lead refer")
    neighbor.wait_view(callback_id="community")
    return _send(stage, user, canaries.answers(COMMUNITY, danger="no"))


def _send(stage: Stage, user: str, answers: Mapping[str, Any]) -> str:
    person = stage.person(user)
    person.fill(answers)
    assert person.submit() == {}
    ref = reference_in(person.wait_view(callback_id="receipt").words)
    person.close()
    return ref


def cards(stage: Stage, user: str) -> list[SeenMessage]:
    """The cards in somebody's direct messages, oldest first."""
    return [dm for dm in stage.person(user).dms() if dm.text.startswith(CARD)]


def wait_cards(stage: Stage, user: str, count: int) -> SeenMessage:
    """Wait until somebody has that many cards; the last."""
    wait_until(lambda: len(cards(stage, user)) >= count, f"{user} has {count} cards")
    return cards(stage, user)[-1]


def ask_backup(stage: Stage) -> SeenMessage:
    """Eight minutes pass and nobody answers: the backup of the rota is asked; their card."""
    pass_minutes(stage, 8)
    return wait_cards(stage, BACKUP, 1)


def pass_minutes(stage: Stage, minutes: int) -> None:
    """Minute after minute, each with what falls due in it."""
    for _ in range(minutes):
        stage.move_clock(timedelta(minutes=1))
        wait_until(lambda: due_now(stage) == 0, "what fell due was taken")
    wait_settled(stage)


def due_now(stage: Stage) -> int:
    """How many steps are due and not taken yet."""
    with stage.bot.floor.ground.database.look() as work:
        return overdue(work, stage.now(), timedelta(0))


def open_card(stage: Stage, user: str, card: SeenMessage) -> SeenView:
    """Tap Open on a card, and wait for the opened item."""
    reader = stage.person(user)
    reader.click("Open", message=card)
    return reader.wait_view(callback_id="opened")


def act(stage: Stage, user: str, button: str, value: str | None = None) -> SeenView:
    """Tap a button in the opened item, and wait until it says what was done."""
    reader = stage.person(user)
    held = reader.wait_view(callback_id="opened")
    reader.click(button, value)
    return reader.wait_view(
        predicate=lambda view: view.body["hash"] != held.body["hash"] and "Noted" in view.words
    )


def suspend_now(stage: Stage, user: str) -> None:
    """Suspend as the command line does it: a process of its own, with its own keys, journal and audit."""
    floor = lay_floor(stage.settings)
    ground = floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        depart(work, ground.vault, ground.audit, rules, SlackUserId(user), ground.now(), "operator")
        work.commit()
    ground.database.close()


def referral_count(stage: Stage) -> int:
    """How many referrals there are."""
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalar(select(func.count()).select_from(Referral)) or 0


def is_settled(stage: Stage) -> bool:
    """Whether nothing waits in the outbox but views that go blank later."""
    with stage.bot.floor.ground.database.look() as work:
        return not work.session.scalars(select(Notice).where(*_WAITING)).all()


def wait_settled(stage: Stage, *, jump: bool = False, seconds: float = 20.0) -> None:
    """Wait until nothing that is due waits in the outbox; `jump`: practice time skips what is waited for."""

    def settled() -> bool:
        ground = stage.bot.floor.ground
        with ground.database.look() as work:
            rows = work.session.scalars(select(Notice).where(*_WAITING)).all()
            ahead = next_due(work, ground.now() + timedelta(days=1))  # not what waits behind another
        on_the_way = any(row.lease_token for row in rows)  # time must not run out under a call in hand
        if jump and rows and not on_the_way and ahead is not None and ahead > ground.now():
            stage.move_clock(ahead - ground.now() + timedelta(milliseconds=50))
        return not rows

    wait_until(settled, "the outbox is settled", seconds)


def heard(stage: Stage, user: str, ref: str) -> list[str]:
    """What somebody was told in their direct messages, in order; reference and time of day taken out."""
    said = [dm.text.replace(ref, "REF") for dm in stage.person(user).dms() if dm.user != user]
    return [re.sub(r"\b\d\d:\d\d P[SD]T\b", "TIME", text) for text in said]
