"""Notices about the rota: gaps that are still to come, standing in, silence, and the test card."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.ids import Action
from handlers.rota.notices import (
    PAGER_SILENT,
    TEST_CARD,
    changed_words,
    gap_words,
    silent_words,
    span_words,
)
from handlers.voice import Message, Telling, Voice, Voices
from models.acts.rota import LOOK_AHEAD, gaps
from models.notice import Kind, Never
from models.rota import RotaSpan
from models.scene import Scene
from models.schema import SlackUserId

_MOST_GAPS = 12


def _gap(telling: Telling) -> Message | Never:
    """What is still open when it is said."""
    ground, rules = telling.ground, telling.rules
    now = ground.now()
    scene = Scene(telling.work, ground.vault, ground.audit, rules, SlackUserId("bot"), now)
    found = list(gaps(scene, now, telling.notice.created_at + LOOK_AHEAD))
    if not telling.on_roster() or not found:
        return Never("done")
    lines = [
        f"{rules.region_name(gap.region)}, {span_words(gap.begins, gap.ends, rules.zone_of(gap.region))}"
        for gap in found[:_MOST_GAPS]
    ]
    return Message(gap_words(lines))


def _changed(telling: Telling) -> Message | Never:
    span = telling.work.session.get(RotaSpan, telling.notice.target)
    if span is None or not telling.on_roster() or not telling.ground.vault.rows.row_holds(span):
        return Never("done")
    rules = telling.rules
    hours = span_words(span.begins_at, span.ends_at, rules.zone_of(span.region))
    first = span.first_user == telling.notice.recipient
    return Message(changed_words(rules.region_name(span.region), hours, first=first))


def _silent(telling: Telling) -> Message | Never:
    return Message(silent_words(telling.notice.target)) if telling.on_roster() else Never("not_on_roster")


def _pager_silent(telling: Telling) -> Message | Never:
    return Message(PAGER_SILENT) if telling.on_roster() else Never("not_on_roster")


def _test_card(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    tap = button(Action.CARD_SEEN.value, "I saw it", style="primary")
    return Message(TEST_CARD, [section(TEST_CARD), actions("test_card", [tap])])


def _outside_slack(telling: Telling) -> Never:
    """The pager's own carrier takes these before a voice is asked."""
    del telling
    return Never("not_for_slack")


_BY_KIND: dict[Kind, Voice] = {
    Kind.ROTA_GAP: _gap,
    Kind.ROTA_CHANGED: _changed,
    Kind.ROTA_SILENT: _silent,
    Kind.PAGER_SILENT: _pager_silent,
    Kind.TEST_CARD: _test_card,
    Kind.PAGER: _outside_slack,
}
VOICES: Voices = _BY_KIND
