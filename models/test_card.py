"""One test card for each member: sent when they join, tapped when their Slack reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.people import Member
from models.schema import Base, RowSeal, SlackUserId, UtcMoment
from models.site import SiteRules


class TestCard(Base):
    """A member's card. It decides nothing, and so stands under no MAC."""

    __test__ = False  # a table, whatever pytest thinks of its name
    __tablename__ = "test_cards"

    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(UtcMoment)
    seen_at: Mapped[datetime | None] = mapped_column(UtcMoment)


def without_card(work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime) -> list[SlackUserId]:
    """Members whose seat stands today and who were never sent a card, in the order of their ids."""
    query = (
        select(Member)
        .where(Member.slack_user_id.not_in(select(TestCard.member)))
        .order_by(Member.slack_user_id)
    )
    return _standing(work, seal, rules, moment, query)


def never_tapped(work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime) -> list[SlackUserId]:
    """Members whose seat stands today and who have not tapped a card."""
    tapped = select(TestCard.member).where(TestCard.seen_at.is_not(None))
    query = select(Member).where(Member.slack_user_id.not_in(tapped)).order_by(Member.slack_user_id)
    return _standing(work, seal, rules, moment, query)


def _standing(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime, query: Select[Any]
) -> list[SlackUserId]:
    today = rules.today(moment)
    seats: Sequence[Member] = work.session.scalars(query).all()
    return [seat.slack_user_id for seat in seats if seat.active_on(today) and seal.row_holds(seat)]
