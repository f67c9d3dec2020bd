"""Releases entered, added to, withdrawn, and their written forms: each act asks for the team's duty anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from handlers.consents.facts import Entered, FormFacts, Withdrawn
from handlers.consents.release_forms import (
    EVERYBODY,
    RECIPIENT_ROLES,
    SEALED_UNDER,
    WITHDRAW,
    mistakes,
    recipient_form,
    recipient_of,
    release_form,
    release_of,
)
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes, read
from models.acts.release import (
    Revoked,
    add_recipient,
    problems,
    recipient_problems,
    revoke,
    sign_release,
    written_form_came,
)
from models.caseload import Person, caseload
from models.consent import Consent, Ended, Recipient, Release
from models.database import UnitOfWork
from models.duties import Duty
from models.errors import NotAvailable
from models.participant import Circle, circle_of
from models.people import Actor, Member, active_with, agency_kind, find_actor, fits
from models.replay import once
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused, Shelf

_MOST_AGENCIES = 100  # a Slack select holds no more
Values = Mapping[str, Any]


class Consents:
    """What the care team does with releases. Somebody else's participant is answered as an invented one."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def caseload(self, user: SlackUserId) -> tuple[list[Person], Mapping[str, str]]:
        """The participants of the user's teams, by reference, and the regions' names by code.

        Raises:
            NotOnRoster: no seat now.
        """
        ground = self._ground
        with ground.database.look() as work:
            rules = ground.book.current(work)
            actor = find_actor(work, ground.vault.rows, user, rules.today(ground.now()))
            names = {region.code: region.name for region in rules.regions}
            return caseload(work, ground.vault.rows, actor), names

    def form_facts(self, user: SlackUserId, ref: ParticipantRef) -> FormFacts:
        """What the release form offers.

        Raises:
            NotAvailable: not on the team, or no such participant.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _form_facts(scene, _with_duty(scene, ref, Duty.SIGN_RELEASE)[1])

    def recipient_facts(self, user: SlackUserId, release: str) -> FormFacts:
        """What the form of one more recipient offers.

        Raises:
            NotAvailable: not on the team, or no such release.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            circle = _with_duty(scene, _of_release(work, release), Duty.SIGN_RELEASE)[1]
            return _form_facts(scene, circle)

    def enter(
        self, user: SlackUserId, ref: ParticipantRef, values: Values, *, key: str
    ) -> Entered | Mistakes:
        """Take a signed form in force. `key` names the form that made it: sent again, it is the same release.

        Raises:
            NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            actor, circle = _with_duty(scene, ref, Duty.SIGN_RELEASE)
            form = release_form(_form_facts(scene, circle))
            draft = _read(read(form, values))
            signed = release_of(draft)
            if found := problems(signed, scene.rules.today(scene.moment)):
                raise _Mistaken(mistakes(form, found, signed.recipients[0]))
            release = sign_release(scene, circle, signed)
            sealed = {**draft.details.get(SEALED_UNDER, {}), "release": Sensitive(release.id)}
            self._ground.vault.folders.write(
                scene.work, actor, ref, Shelf.RELEASE, SEALED_UNDER, sealed, moment=scene.moment
            )
            held = _held(scene, signed.recipients[0])
            return Entered(ref, release.id, held, 1).to_answer()

        return self._enter(user, key, act)

    def add(self, user: SlackUserId, release: str, values: Values, *, key: str) -> Entered | Mistakes:
        """One more recipient of a form entered within the hour by the same person; `key` as in `enter`.

        Raises:
            NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            ref = _of_release(scene.work, release)
            circle = _with_duty(scene, ref, Duty.SIGN_RELEASE)[1]
            form = recipient_form(_form_facts(scene, circle))
            recipient = recipient_of(_read(read(form, values)))
            if found := recipient_problems(recipient):
                raise _Mistaken(mistakes(form, found, recipient))
            add_recipient(scene, circle, release, recipient)
            query = select(Consent.id).where(Consent.release_id == release)
            count = len(scene.work.session.scalars(query).all())
            return Entered(ref, release, _held(scene, recipient), count).to_answer()

        return self._enter(user, key, act)

    def withdraw(self, user: SlackUserId, consent: str, values: Values, *, key: str) -> Withdrawn | Mistakes:
        """End a recipient's consent, or everybody's, now.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = _of_consent(scene.work, consent)
            circle = _with_duty(scene, ref, Duty.REVOKE_RELEASE)[1]
            codes = _read(read(WITHDRAW, values)).codes
            how, ended = Ended(codes["how"]), [consent]
            if codes["whom"] == EVERYBODY:
                ended = sorted({consent, *(one.id for one in circle.consents)})
            return _withdrawn(ref, consent, how, revoke(scene, ref, ended, how)).to_answer()

        try:
            return Withdrawn.from_answer(self._once(user, key, act))
        except _Mistaken as wrong:
            return wrong.mistakes

    def event_happened(self, user: SlackUserId, release: str, *, key: str) -> ParticipantRef:
        """The event a release ends with has happened: it is over for all it names. Answers whose it was.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = _of_release(scene.work, release)
            circle = _with_duty(scene, ref, Duty.REVOKE_RELEASE)[1]
            named = [one.id for one in circle.consents if one.release_id == release]
            revoke(scene, ref, named, Ended.EVENT)
            return ref

        return ParticipantRef(self._once(user, key, act))

    def written(self, user: SlackUserId, consent: str, *, key: str) -> ParticipantRef:
        """The written form of a spoken withdrawal came; it covers all that was withdrawn with that word.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = _of_consent(scene.work, consent)
            row = scene.work.session.get_one(Consent, consent)
            if row.revoked_at is None:
                raise NotAvailable
            _with_duty(scene, ref, Duty.REVOKE_RELEASE)
            query = select(Consent.id).where(
                Consent.participant == ref,
                Consent.revoked_at == row.revoked_at,
                Consent.revoked_how == Ended.SPOKEN.value,
            )
            named = set(scene.work.session.scalars(query)) | {consent}
            written_form_came(scene, ref, sorted(named))
            return ref

        return ParticipantRef(self._once(user, key, act))

    def _enter(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> Entered | Mistakes:
        try:
            return Entered.from_answer(self._once(user, key, act))
        except _Mistaken as wrong:
            return wrong.mistakes

    def _once(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> str:
        ground = self._ground

        def within(work: UnitOfWork) -> str:
            work.after_commit.append(ground.wake)
            return act(ground.scene(work, user, key))

        return once(ground.database, key, ground.now(), within)


class _Mistaken(Exception):
    """The form is to be mended; leaving the transaction this way keeps nothing."""

    def __init__(self, found: Mistakes) -> None:
        super().__init__()
        self.mistakes = found


def _read(found: Draft | Mistakes) -> Draft:
    if isinstance(found, Mistakes):
        raise _Mistaken(found)
    return found


def _with_duty(scene: Scene, ref: ParticipantRef, duty: Duty) -> tuple[Actor, Circle]:
    standing = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, duty, scene.moment)
    circle = circle_of(scene.work, scene.vault.rows, ref) if not isinstance(standing, Refused) else None
    if isinstance(standing, Refused) or circle is None:
        raise NotAvailable
    return standing[0], circle


def _of_consent(work: UnitOfWork, consent: str) -> ParticipantRef:
    row = work.session.get(Consent, consent)
    if row is None:
        raise NotAvailable
    return row.participant


def _of_release(work: UnitOfWork, release: str) -> ParticipantRef:
    row = work.session.get(Release, release)
    if row is None:
        raise NotAvailable
    return row.participant


def _form_facts(scene: Scene, circle: Circle) -> FormFacts:
    on_roster = scene.work.session.scalars(select(Member.agency).distinct())
    named = {row.name for row in scene.rules.agencies} | set(on_roster)
    fitting = (name for name in named if any(fits(role, agency_kind(name)) for role in RECIPIENT_ROLES))
    regions = tuple((region.code, region.name) for region in scene.rules.regions)
    return FormFacts(circle.agency, tuple(sorted(fitting))[:_MOST_AGENCIES], regions)


def _held(scene: Scene, recipient: Recipient) -> bool:
    """Whether somebody holds the role at that agency today, in one of the regions."""
    today = scene.rules.today(scene.moment)
    return any(
        actor.agency == recipient.agency
        and (not recipient.regions or not actor.regions or not recipient.regions.isdisjoint(actor.regions))
        for actor in active_with(scene.work, scene.vault.rows, recipient.role, today)
    )


def _withdrawn(ref: ParticipantRef, consent: str, how: Ended, done: Revoked) -> Withdrawn:
    asks = how is Ended.SPOKEN and bool(done.consents)
    return Withdrawn(ref, consent, len(done.consents), done.unopened, done.opened, asks)
