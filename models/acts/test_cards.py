"""Test cards: sent once to every new member, and marked when they are tapped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Urgency, post
from models.scene import Scene
from models.schema import SlackUserId
from models.test_card import TestCard, without_card


def send_test_cards(scene: Scene) -> int:
    """A card for every member who was never sent one; answers how many."""
    users = without_card(scene.work, scene.vault.rows, scene.rules, scene.moment)
    scene.work.insert(TestCard, [{"member": user, "sent_at": scene.moment} for user in users])
    kind = Kind.TEST_CARD
    cards = [NewNotice(kind, user, f"{kind.value}:{user}", urgency=Urgency.ROUTINE) for user in users]
    post(scene.work, scene.moment, cards)
    return len(users)


def card_seen(work: UnitOfWork, user: SlackUserId, moment: datetime) -> None:
    """Their card was tapped; the first tap counts."""
    work.session.execute(
        update(TestCard).where(TestCard.member == user, TestCard.seen_at.is_(None)).values(seen_at=moment),
        execution_options={"synchronize_session": False},
    )


def every_card_seen(scene: Scene) -> None:
    """For a practice site: its people have tapped theirs long ago."""
    users = without_card(scene.work, scene.vault.rows, scene.rules, scene.moment)
    rows = [{"member": user, "sent_at": scene.moment, "seen_at": scene.moment} for user in users]
    scene.work.insert(TestCard, rows)
