"""Releases entered and added to: each act asks for the team's duty anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from handlers.acting import ReadAgain, act_once
from handlers.answers import read
from handlers.consents.duty import of_release, read_or_mend, with_duty
from handlers.consents.facts import Entered, FormFacts
from handlers.consents.release_forms import (
    RECIPIENT_ROLES,
    SEALED_UNDER,
    mistakes,
    recipient_form,
    recipient_of,
    release_form,
    release_of,
)
from handlers.deps import Ground
from handlers.forms import Mistakes
from models.acts.release import add_recipient, problems, recipient_problems, sign_release
from models.caseload import Person, caseload
from models.consent import Consent, Recipient
from models.duties import Duty
from models.participant import Circle
from models.people import Member, active_with, agency_kind, find_actor, fits
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Shelf

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
            return _form_facts(scene, with_duty(scene, ref, Duty.SIGN_RELEASE)[1])

    def recipient_facts(self, user: SlackUserId, release: str) -> FormFacts:
        """What the form of one more recipient offers.

        Raises:
            NotAvailable: not on the team, or no such release.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            circle = with_duty(scene, of_release(work, release), Duty.SIGN_RELEASE)[1]
            return _form_facts(scene, circle)

    def enter(
        self, user: SlackUserId, ref: ParticipantRef, values: Values, *, key: str
    ) -> Entered | Mistakes:
        """Take a signed form in force. `key` names the form that made it: sent again, it is the same release.

        Raises:
            NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            actor, circle = with_duty(scene, ref, Duty.SIGN_RELEASE)
            form = release_form(_form_facts(scene, circle))
            draft = read_or_mend(read(form, values))
            signed = release_of(draft)
            if found := problems(signed, scene.rules.today(scene.moment)):
                raise ReadAgain(mistakes(form, found, signed.recipients[0]))
            release = sign_release(scene, circle, signed)
            sealed = {**draft.details.get(SEALED_UNDER, {}), "release": Sensitive(release.id)}
            self._ground.vault.pages.write(
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
            ref = of_release(scene.work, release)
            circle = with_duty(scene, ref, Duty.SIGN_RELEASE)[1]
            form = recipient_form(_form_facts(scene, circle))
            recipient = recipient_of(read_or_mend(read(form, values)))
            if found := recipient_problems(recipient):
                raise ReadAgain(mistakes(form, found, recipient))
            add_recipient(scene, circle, release, recipient)
            query = select(Consent.id).where(Consent.release_id == release)
            count = len(scene.work.session.scalars(query).all())
            return Entered(ref, release, _held(scene, recipient), count).to_answer()

        return self._enter(user, key, act)

    def _enter(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> Entered | Mistakes:
        try:
            return Entered.from_answer(act_once(self._ground, user, key, act))
        except ReadAgain as wrong:
            return wrong.mistakes


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
