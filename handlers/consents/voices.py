"""Notices about releases: for whoever is still on the care team, while there is something to do."""

from __future__ import annotations

from sqlalchemy import select

from handlers.blocks import actions, button, section
from handlers.consents.notices import release_words
from handlers.ids import Action
from handlers.voice import Message, Telling, Voice, Voices
from models.consent import Consent, Ended
from models.duties import Duty
from models.notice import Kind, Never
from models.schema import ParticipantRef
from models.vault import Refused


def _said(telling: Telling) -> Message | Never:
    ref = telling.notice.subject
    standing = telling.ground.vault.folders.standing(
        telling.work,
        telling.rules,
        telling.notice.recipient,
        ParticipantRef(ref),
        Duty.REVOKE_RELEASE,
        telling.ground.now(),
    )
    if isinstance(standing, Refused):
        return Never("not_on_the_team")
    sentence = release_words(telling.kind, ref)
    return Message(
        sentence,
        [
            section(sentence),
            actions("release", [button(Action.OPEN_RELEASES.value, "Show", value=ref)]),
        ],
    )


def _ends(telling: Telling) -> Message | Never:
    """Not of a release that ended for everybody meanwhile."""
    query = select(Consent.id).where(
        Consent.release_id == telling.notice.target, Consent.revoked_at.is_(None)
    )
    return _said(telling) if telling.work.session.scalar(query.limit(1)) else Never("done")


def _written_form(telling: Telling) -> Message | Never:
    """Not when it has come."""
    row = telling.work.session.get(Consent, telling.notice.target, populate_existing=True)
    waits = row is not None and row.revoked_how == Ended.SPOKEN.value and row.written_at is None
    return _said(telling) if waits else Never("done")


_BY_KIND: dict[Kind, Voice] = {
    Kind.RELEASE_CHANGED: _said,
    Kind.RELEASE_ENDS: _ends,
    Kind.WRITTEN_FORM: _written_form,
}
VOICES: Voices = _BY_KIND
