"""Who is on call: the site file's rows, and over them spans of hours in which others stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Index, Integer, LargeBinary, String, Table, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.deadlines import local_moment
from models.schema import Base, RowSeal, SlackUserId, UtcMoment, rfc3339
from models.site import OnCall, SiteRules, clock_time

_HOUR = timedelta(hours=1)


class RotaSpan(Base):
    """Others are on call in a region for a time; of two that overlap the newer counts. Under a MAC."""

    __tablename__ = "rota_spans"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    region: Mapped[str] = mapped_column(String(32))
    first_user: Mapped[SlackUserId] = mapped_column(String(32))
    backup_user: Mapped[SlackUserId] = mapped_column(String(32))
    begins_at: Mapped[datetime] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime] = mapped_column(UtcMoment)
    set_by: Mapped[SlackUserId] = mapped_column(String(32))
    set_at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_rota_spans_region", "region", "ends_at"),)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`: who is paged decides who is handed details."""
        return (
            self.region,
            self.first_user,
            self.backup_user,
            rfc3339(self.begins_at),
            rfc3339(self.ends_at),
            self.set_by,
            rfc3339(self.set_at),
        )


class Silence(Base):
    """Slack keeps this member's notifications back until then; looked up every minute, and no secret."""

    __tablename__ = "silences"

    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True)
class Shift:
    """Who is asked, in this order, and the supervisor whom the site file names for the hour, if any."""

    users: tuple[SlackUserId, ...]
    supervisor: SlackUserId | None = None
    standing_in: bool = False


@dataclass(frozen=True)
class Stretch:
    """A time in which the rota does not change; no users: nobody is on call."""

    begins: datetime
    ends: datetime
    shift: Shift


NOBODY = Shift(())
# Asked at every page, and so made once; the newest first.
_SPANS = (
    select(cast("Table", RotaSpan.__table__))
    .where(
        RotaSpan.region == bindparam("its_region"),
        RotaSpan.ends_at > bindparam("its_begin"),
        RotaSpan.begins_at < bindparam("its_end"),
    )
    .order_by(RotaSpan.set_at.desc(), RotaSpan.id)
)


def spans_between(
    work: UnitOfWork, seal: RowSeal, region: str, begins: datetime, ends: datetime
) -> list[RotaSpan]:
    """The spans that touch this time and whose MAC holds, the newest first."""
    found = work.session.connection().execute(
        _SPANS, {"its_region": region, "its_begin": begins, "its_end": ends}
    )
    spans = [RotaSpan(**row) for row in found.mappings()]
    return [span for span in spans if seal.row_holds(span)]


def shift_at(work: UnitOfWork, seal: RowSeal, rules: SiteRules, region: str, moment: datetime) -> Shift:
    """Who is on call in the region now: whoever stands in, else the site file's row, else nobody."""
    soon = moment + timedelta(microseconds=1)
    return _shift(spans_between(work, seal, region, moment, soon), rules, region, moment)


def _shift(spans: Iterable[RotaSpan], rules: SiteRules, region: str, moment: datetime) -> Shift:
    row = rules.on_call_at(region, moment)
    supervisor = row.supervisor_user_id if row else None
    for span in spans:
        if span.begins_at <= moment < span.ends_at:
            return Shift((span.first_user, span.backup_user), supervisor, standing_in=True)
    return Shift((row.slack_user_id, row.backup_user_id), supervisor) if row else NOBODY


def stretches(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, region: str, begins: datetime, ends: datetime
) -> list[Stretch]:
    """The rota between two moments, in stretches of at most an hour; whoever shows them joins them."""
    spans = spans_between(work, seal, region, begins, ends)
    cuts = {begins, *(cut for cut in _cuts(spans, rules, region, begins, ends) if begins < cut < ends)}
    edges = [*sorted(cuts), ends]
    return [
        Stretch(edge, edges[n + 1], _shift(spans, rules, region, edge)) for n, edge in enumerate(edges[:-1])
    ]


def _cuts(
    spans: Iterable[RotaSpan], rules: SiteRules, region: str, begins: datetime, ends: datetime
) -> Iterator[datetime]:
    """Every moment at which somebody else may be on call; a whole hour also where the clock is set."""
    for span in spans:
        yield span.begins_at
        yield span.ends_at
    hour = begins.replace(minute=0, second=0, microsecond=0)
    while hour < ends:
        yield hour
        hour += _HOUR
    yield from _edges_of_rows([row for row in rules.on_call if row.region == region], rules, begins, ends)


def _edges_of_rows(
    rows: Sequence[OnCall], rules: SiteRules, begins: datetime, ends: datetime
) -> Iterator[datetime]:
    for row in rows:
        zone = rules.zone_of(row.region)
        day, last = begins.astimezone(zone).date(), ends.astimezone(zone).date()
        while day <= last:
            for text in (row.begins, row.ends):
                at = clock_time(text)
                yield local_moment(day, at, zone)
                yield local_moment(day, at.replace(fold=1), zone)
            day += timedelta(days=1)


def joined(rows: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours with the same people are one stretch."""
    kept: list[Stretch] = []
    for row in rows:
        if kept and kept[-1].shift == row.shift and kept[-1].ends == row.begins:
            kept[-1] = Stretch(kept[-1].begins, row.ends, row.shift)
        else:
            kept.append(row)
    return kept


def is_silent(work: UnitOfWork, user: SlackUserId, moment: datetime) -> bool:
    """Whether Slack holds this member's notifications back now, as far as was looked."""
    query = select(Silence.until).where(Silence.member == user)
    until = work.session.scalar(query)
    return until is not None and moment < until


def write_silence(work: UnitOfWork, user: SlackUserId, until: datetime | None) -> None:
    """What Slack said a moment ago; None: nothing is held back."""
    work.session.execute(
        delete(Silence).where(Silence.member == user), execution_options={"synchronize_session": False}
    )
    if until is not None:
        work.insert(Silence, [{"member": user, "until": until}])
