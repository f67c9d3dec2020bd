"""Rows of an agenda, written many at a time: each in its section behind what stands there, none twice."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, func, select

from models.acts.agenda_sources import Source
from models.meeting import AgendaItem, ItemState, Section
from models.scene import Scene

Key = tuple[str, str, str]  # section, subject, words: one of a kind on one agenda
_ORDER = {section.value: place for place, section in enumerate(Section)}
_ROOM = 1_000_000  # places of one section
# Made anew for each agenda: nothing of them is carried on.
ANEW = frozenset({Section.GROUND_RULES, Section.REFERRALS, Section.CLOCKS, Section.COURT})


def key_of(one: Source) -> Key:
    """What makes it one of a kind."""
    return one.section.value, one.subject, one.words


def add(
    scene: Scene, meeting: str | None, group: str, wanted: Sequence[tuple[Source, str]]
) -> Mapping[Key, str]:
    """Put these (each with who put it there, if somebody did) on an agenda; answers their ids.

    `meeting` None: they wait for the group's next. What waits there already is not put there twice.
    """
    at = _at(meeting, group)
    waits = select(AgendaItem.section, AgendaItem.subject, AgendaItem.words, AgendaItem.id).where(
        *at, AgendaItem.state == ItemState.WAITS.value
    )
    session = scene.work.session
    ids: dict[Key, str] = {(row[0], row[1], row[2]): row[3] for row in session.execute(waits)}
    last = select(AgendaItem.section, func.max(AgendaItem.place)).where(*at).group_by(AgendaItem.section)
    places: dict[str, int] = {row[0]: row[1] for row in session.execute(last)}
    fresh = _new_ids(len(wanted))
    same = {"meeting": meeting, "group_code": group, "state": ItemState.WAITS.value}
    rows = []
    for one, by in wanted:
        key = section, subject, words = key_of(one)
        if key in ids:
            continue
        place = places[section] = places.get(section, _ORDER[section] * _ROOM) + 1
        ids[key] = id_ = next(fresh)
        new = {"id": id_, "section": section, "place": place, "subject": subject, "words": words}
        rows.append({**same, **new, "put_by": by, "minutes": one.minutes})
    scene.work.insert(AgendaItem, rows)
    return ids


def _new_ids(count: int) -> Iterator[str]:
    """Random ones, drawn together: asking the system for each of thousands takes a quarter of the time."""
    drawn = secrets.token_hex(16 * count)
    return (drawn[at : at + 32] for at in range(0, len(drawn), 32))


def _at(meeting: str | None, group: str) -> list[ColumnElement[bool]]:
    if meeting is None:
        return [AgendaItem.meeting.is_(None), AgendaItem.group == group]
    return [AgendaItem.meeting == meeting]
