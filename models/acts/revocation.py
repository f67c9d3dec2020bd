"""A recipient of a release is revoked, its written form arrives: at once, and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from models.action import Action
from models.acts.conference_keep import after_revocation
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import Basis
from models.consent import Consent, Ended
from models.disclosure import Disclosure
from models.envelope import SealedItem
from models.errors import UnknownReference
from models.message import SealedMessage
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import circle_of
from models.people import Member, Role, active_with
from models.ping import Ping
from models.scene import Scene
from models.schema import Handle, MessageRef, ParticipantRef, SlackUserId
from models.vault import Refused

WRITTEN_FORM_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Revoked:
    """What a revocation ended: consents, and the messages that nobody had opened yet or somebody had."""

    consents: tuple[str, ...]
    unopened: tuple[str, ...]
    opened: tuple[str, ...]


def revoke(scene: Scene, ref: ParticipantRef, consents: Sequence[str], how: Ended) -> Revoked:
    """End these consents now, for their recipients alone; twice changes nothing more.

    Nothing that stands in Slack is touched: a card simply does not open any more. Views still open go blank.

    Raises:
        UnknownReference: one of them is not this participant's.
    """
    # The audit's turn first, as whoever opens takes it: a grant is ordered before this, or sees it.
    scene.audit.take_turn(scene.work)
    rows = _locked(scene, ref, consents)
    ended = [row for row in rows if _end(scene, row, how)]
    if not ended:
        return Revoked((), (), ())
    touched = _items_under(scene, ref, ended)
    scene.vault.revoker.withdraw(scene.work, [item.handle for item in touched], scene.moment)
    touched += after_revocation(scene, ref)
    for reader in _readers(scene, ended):
        blank_open_views(scene.work, reader, scene.moment, _sent_about(scene, ref))
    scene.note(Verb.CONSENT_REVOKED, (ref, *(row.id for row in ended)), how.value)
    _tell_the_team(scene, ref, ended, how)
    return _revoked(scene, ended, touched)


def written_form_came(scene: Scene, ref: ParticipantRef, consents: Sequence[str]) -> None:
    """The written form of a spoken revocation has come.

    Raises:
        UnknownReference: one of them is not this participant's, or was not revoked.
    """
    for row in _locked(scene, ref, consents):
        if row.revoked_at is None:
            raise UnknownReference
        if row.written_at is None:
            row.written_at = scene.moment
            scene.note(Verb.CONSENT_WRITTEN, (ref, row.id))
    scene.work.session.flush()


def _locked(scene: Scene, ref: ParticipantRef, consents: Sequence[str]) -> list[Consent]:
    query = select(Consent).where(Consent.id.in_(consents), Consent.participant == ref).order_by(Consent.id)
    rows = list(scene.work.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
    if len(rows) != len(set(consents)):
        raise UnknownReference
    return rows


def _end(scene: Scene, row: Consent, how: Ended) -> bool:
    """Whether it was still in force. An altered row counts as in force: what it was might be put back."""
    if row.revoked_at is not None and scene.vault.rows.row_holds(row):
        return False
    row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
    row.revoked_at = scene.moment
    row.revoked_how = how.value
    if how is Ended.WRITTEN:
        row.written_at = scene.moment
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    return True


def _items_under(scene: Scene, ref: ParticipantRef, ended: Iterable[Consent]) -> list[SealedItem]:
    """What was handed to these recipients about the participant and would not open for them any more."""
    named = {(row.role, row.agency) for row in ended}
    query = (
        select(SealedItem, Member.agency)
        .join(Member, Member.slack_user_id == SealedItem.recipient)
        .where(
            SealedItem.subject.in_(_sent_about(scene, ref)),
            SealedItem.basis == Basis.CONSENT.value,
            SealedItem.withdrawn_at.is_(None),
        )
    )
    theirs = [item for item, agency in scene.work.session.execute(query) if (item.role, agency) in named]
    return [item for item in theirs if _refused(scene, item.recipient, item.handle)]


def _sent_about(scene: Scene, ref: ParticipantRef) -> list[str]:
    """Messages, coordination and actions about them.

    What else a reader has open, about anybody else, stays open: its closing would be a sign.
    """
    messages = scene.work.session.scalars(select(SealedMessage.ref).where(SealedMessage.about == ref))
    pings = scene.work.session.scalars(select(Ping.ref).where(Ping.participant == ref))
    actions = scene.work.session.scalars(select(Action.ref).where(Action.participant == ref))
    return [*messages, *pings, *actions]


def _refused(scene: Scene, reader: SlackUserId, handle: Handle) -> bool:
    return isinstance(scene.vault.judge.item(scene.work, scene.rules, reader, handle, scene.moment), Refused)


def _readers(scene: Scene, ended: Iterable[Consent]) -> set[SlackUserId]:
    today = scene.rules.today(scene.moment)
    return {
        actor.user
        for row in ended
        for actor in active_with(scene.work, scene.vault.rows, Role(row.role), today)
        if actor.agency == row.agency
    }


def _tell_the_team(scene: Scene, ref: ParticipantRef, ended: Sequence[Consent], how: Ended) -> None:
    """The others who lead the team hear of it; whoever entered it is asked for the written form."""
    scene.work.session.flush()
    key = ended[0].id
    told = [
        NewNotice(
            Kind.RELEASE_CHANGED,
            user,
            f"{Kind.RELEASE_CHANGED.value}:{key}:{user}",
            subject=ref,
            urgency=Urgency.ROUTINE,
        )
        for user in _leads(scene, ref)
        if user != scene.user
    ]
    if how is Ended.SPOKEN:
        told.append(
            NewNotice(
                Kind.WRITTEN_FORM,
                scene.user,
                f"{Kind.WRITTEN_FORM.value}:{key}",
                subject=ref,
                target=key,
                due_at=scene.moment + WRITTEN_FORM_AFTER,
                urgency=Urgency.ROUTINE,
            )
        )
    post(scene.work, scene.moment, told)


def _leads(scene: Scene, ref: ParticipantRef) -> list[SlackUserId]:
    """The agency's clinical supervisors and the assigned case managers."""
    circle = circle_of(scene.work, scene.vault.rows, ref)
    if circle is None:  # an altered row: nobody can be said to be on the team
        return []
    today = scene.rules.today(scene.moment)
    supervisors = active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)
    leads = {one.user for one in supervisors if one.agency == circle.agency}
    return sorted(leads | {user for user, role in circle.team if role is Role.CASE_MANAGER})


def _revoked(scene: Scene, ended: Sequence[Consent], touched: Sequence[SealedItem]) -> Revoked:
    refs = sorted({item.subject for item in touched})
    opened = {ref for ref in refs if _was_opened(scene, ref, touched)}
    return Revoked(
        tuple(row.id for row in ended),
        tuple(ref for ref in refs if ref not in opened),
        tuple(ref for ref in refs if ref in opened),
    )


def _was_opened(scene: Scene, ref: str, touched: Sequence[SealedItem]) -> bool:
    """A message keeps its own receipt; of a coordination the log says whether these readers saw it."""
    if ref.startswith("M-"):
        return scene.work.session.get_one(SealedMessage, MessageRef(ref)).opened_at is not None
    readers = {item.recipient for item in touched if item.subject == ref}
    seen = select(Disclosure.id).where(Disclosure.item == ref, Disclosure.reader.in_(readers))
    return scene.work.session.scalar(seen.limit(1)) is not None
