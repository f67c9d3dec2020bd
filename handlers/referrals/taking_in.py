"""Inside the act of referring: row, seals, clocks and cards of one referral, or of what is added to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.deps import Ground
from handlers.forms import Draft
from handlers.referrals.facts import FITS, NOT_SURE, Receipt
from models.acts.chain import first_seats, plan_chain
from models.acts.closed_loop import follow
from models.acts.duplicates import plan_look
from models.acts.paging import cards, project_managers
from models.acts.review import plan_review
from models.acts.screening import ask_to_follow_up
from models.audit import Verb
from models.classes import Basis, Category
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.errors import NotAllowed, NotAvailable
from models.notice import Kind, NewNotice, post
from models.people import Actor, Role
from models.referral import URGENT, Door, Referral, locked, reserve
from models.scene import Scene
from models.schema import Handle
from models.site import SiteRules
from models.vault import Details, Seat


class TakingIn:
    """Works inside the unit of work of `Referrals`, which asked who it is and commits."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def take_in(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        door: Door,
        draft: Draft,
        view_id: str,
        moment: datetime,
    ) -> str:
        """Keep it, or find the one that this form made before; the receipt as `once` keeps it.

        Raises:
            NotAllowed: a region that is not theirs, or somebody else's form.
            NotAvailable: the one the form made was altered in the database.
            Unsafe: it cannot be sealed.
        """
        ref, earlier = reserve(work, view_id)
        if earlier is not None:
            return self._same_form(work, rules, actor, earlier, draft, moment)
        referral = Referral.open(
            ref=ref,
            door=door,
            region=_region(rules, actor, draft),
            priority=rules.door(door).priority,
            referrer=actor.user,
            agency=actor.agency,
            view_id=view_id,
            moment=moment,
            hand_off=timedelta(minutes=rules.clocks.handoff_minutes),
        )
        self._ground.vault.rows.sign_row(referral)
        work.insert(Referral, [referral.as_row()])
        scene = self._ground.scene(work, actor.user)
        seats = self._seats(scene, referral)
        plan_chain(scene, referral)
        plan_review(scene, referral)
        plan_look(scene, referral)
        follow(scene, referral)
        if draft.codes.get(FITS) == NOT_SURE:
            ask_to_follow_up(scene, referral)
        return self._hand_out(work, rules, actor, referral, draft, seats, moment).to_answer()

    def _hand_out(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        referral: Referral,
        draft: Draft,
        seats: list[Seat],
        moment: datetime,
    ) -> Receipt:
        own = Seat(actor.user, None, Basis.OWN)
        handles = self._ground.vault.sealer.seal(
            work,
            actor,
            referral,
            draft.details,
            [own, *seats],
            moment=moment,
            destroy_after=timedelta(days=rules.clocks.destroy_days),
        )
        leaf = self._ground.audit.append(
            work, moment=moment, actor=actor.user, verb=Verb.REFERRAL_SUBMITTED, objects=(referral.ref,)
        )
        urgent = Door(referral.door) in URGENT
        kind = Kind.CARD_NOW if urgent else Kind.CARD_TODAY
        posted = cards(referral, handles, kind, self._ground.audit.receipt(leaf.digest))
        told = NewNotice(Kind.RECEIVED, actor.user, f"received:{referral.ref}", subject=referral.ref)
        post(work, moment, [*posted, told, *self._alarm(work, rules, referral, seats, moment)])
        work.after_commit.append(self._ground.wake)
        return Receipt(referral.ref, Door(referral.door), handles[own])

    def _seats(self, scene: Scene, referral: Referral) -> list[Seat]:
        if Door(referral.door) in URGENT:
            return first_seats(scene, referral.region)
        managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
        return [Seat(user, Role.PROJECT_MANAGER, Basis.REFERRAL) for user in managers]

    def _alarm(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        referral: Referral,
        seats: list[Seat],
        moment: datetime,
    ) -> list[NewNotice]:
        """A page that goes to nobody is said at once, to the referrer and to every project manager."""
        if seats:
            return []
        people = [referral.referrer, *project_managers(work, self._ground.vault.rows, rules, moment)]
        return [
            NewNotice(Kind.NOBODY_ON_CALL, person, f"nobody:{referral.ref}:{person}", subject=referral.ref)
            for person in dict.fromkeys(people)
        ]

    def _same_form(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        referral: Referral,
        draft: Draft,
        moment: datetime,
    ) -> str:
        """The form that made this referral was sent once more: the answer had got lost on its way.

        It stays one referral. What was changed in the form meanwhile is added, so that nothing is dropped.
        """
        if referral.referrer != actor.user:
            raise NotAllowed
        own = work.session.scalars(
            select(SealedItem).where(SealedItem.subject == referral.ref, SealedItem.basis == Basis.OWN.value)
        ).one()
        referral = locked(work, referral.ref)
        if changed := self._ground.vault.sealer.unseen(work, referral, draft.details):
            if not self._ground.vault.rows.row_holds(referral):
                raise NotAvailable
            referral.version += 1
            self._ground.vault.rows.sign_row(referral)
            self.add(work, rules, actor, referral, changed, moment)
        return Receipt(referral.ref, Door(referral.door), own.handle).to_answer()

    def add(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        referral: Referral,
        details: Details,
        moment: datetime,
    ) -> None:
        """Seal more for everybody who was handed the referral; their cards say so."""
        handles = self._ground.vault.sealer.seal(
            work,
            actor,
            referral,
            details,
            _handed(work, referral),
            moment=moment,
            destroy_after=timedelta(days=rules.clocks.destroy_days),
        )
        self._ground.audit.append(
            work,
            moment=moment,
            actor=actor.user,
            verb=Verb.REFERRAL_COMPLETED,
            objects=(referral.ref,),
            decision=_attested(rules, details),
        )
        plan_look(self._ground.scene(work, actor.user), referral)
        post(work, moment, _more(referral, handles))
        work.after_commit.append(self._ground.wake)


def _handed(work: UnitOfWork, referral: Referral) -> list[Seat]:
    """Everybody who was handed it and holds it still."""
    rows = work.session.scalars(
        select(SealedItem).where(SealedItem.subject == referral.ref, SealedItem.withdrawn_at.is_(None))
    )
    return [Seat(row.recipient, Role(row.role) if row.role else None, Basis(row.basis)) for row in rows]


def _more(referral: Referral, handles: Mapping[Seat, Handle]) -> list[NewNotice]:
    """To each of them but its author: there is more under the same card."""
    kind = Kind.CARD_MORE
    return [
        NewNotice(
            kind, seat.user, f"{kind.value}:{handle}:{referral.version}", subject=referral.ref, handle=handle
        )
        for seat, handle in handles.items()
        if seat.basis is Basis.REFERRAL
    ]


def _attested(rules: SiteRules, details: Details) -> str:
    """Which version of the criteria card was attested to, as the log keeps it; empty where none was."""
    attested = "attested" in details.get(Category.INCIDENT, {})
    return f"criteria:{rules.criteria.version}" if attested and rules.criteria.version else ""


def _region(rules: SiteRules, actor: Actor, draft: Draft) -> str:
    served = [row.code for row in rules.regions if actor.serves(row.code)]
    region = draft.codes.get("region") or (served[0] if len(served) == 1 else "")
    if region not in served:
        raise NotAllowed
    return region
