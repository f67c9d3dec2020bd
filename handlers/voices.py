"""Every kind of notice with its voice. A feature adds its own line to `PARTS`; a test walks all kinds."""

from __future__ import annotations

from handlers import words
from handlers.actions import voices as actions
from handlers.agenda import voices as agenda
from handlers.conferences import voices as conferences
from handlers.consents import voices as consents
from handlers.court import voices as court
from handlers.critical import voices as critical
from handlers.duplicates import voices as duplicates
from handlers.guarding import voices as guarding
from handlers.issues import voices as issues
from handlers.legal import voices as legal
from handlers.members import voices as members
from handlers.messages import voices as messages
from handlers.openings import voices as openings
from handlers.pings import voices as pings
from handlers.policy import voices as policy
from handlers.queue import voices as queue
from handlers.referrals import voices as referrals
from handlers.rollcall import schedule_voices as visits
from handlers.rollcall import voices as rollcall
from handlers.rota import voices as rota
from handlers.safeguards import voices as safeguards
from handlers.situations import voices as situations
from handlers.voice import Message, Telling, Voices
from models.notice import Kind


def _slow(telling: Telling) -> Message:
    return Message(words.slack_was_slow(telling.rules.contacts))


def _read_only(telling: Telling) -> Message:
    del telling
    return Message(words.READ_ONLY)


OF_NO_FEATURE: Voices = {Kind.SLACK_WAS_SLOW: _slow, Kind.READ_ONLY_TAB: _read_only}
PARTS: tuple[Voices, ...] = (
    OF_NO_FEATURE,
    referrals.VOICES,
    members.VOICES,
    messages.VOICES,
    guarding.VOICES,
    consents.VOICES,
    court.VOICES,
    duplicates.VOICES,
    legal.VOICES,
    queue.VOICES,
    pings.VOICES,
    rota.VOICES,
    conferences.VOICES,
    agenda.VOICES,
    safeguards.VOICES,
    visits.VOICES,
    rollcall.VOICES,
    issues.VOICES,
    actions.VOICES,
    policy.VOICES,
    critical.VOICES,
    situations.VOICES,
    openings.VOICES,
)
VOICES: Voices = {kind: voice for part in PARTS for kind, voice in part.items()}
