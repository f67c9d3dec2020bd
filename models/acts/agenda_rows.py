"""Rows of an agenda, written many at a time: each in its section behind what stands there, none twice."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

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
    rows = []
    for one, by in wanted:
        key = key_of(one)
        if key in ids:
            continue
        section = one.section.value
        places[section] = places.get(section, _ORDER[section] * _ROOM) + 1
        ids[key] = secrets.token_hex(16)
        rows.append(
            {
                "id": ids[key],
                "meeting": meeting,
                "group_code": group,
                "section": section,
                "place": places[section],
                "subject": one.subject,
                "words": one.words,
                "put_by": by,
                "minutes": one.minutes,
                "state": ItemState.WAITS.value,
            }
        )
    scene.work.insert(AgendaItem, rows)
    return ids


def _at(meeting: str | None, group: str) -> list[ColumnElement[bool]]:
    if meeting is None:
        return [AgendaItem.meeting.is_(None), AgendaItem.group == group]
    return [AgendaItem.meeting == meeting]
