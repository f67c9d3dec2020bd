"""The act of referring: one transaction that validates, seals, records and posts; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.referrals.facts import FITS, NOT_SURE, Doors, Receipt
from handlers.standing import ReferralFacts, facts_of
from models.acts.chain import first_seats, plan_chain
from models.acts.closed_loop import follow, works_together
from models.acts.duplicates import plan_look
from models.acts.fallback import own_referral
from models.acts.paging import cards, project_managers
from models.acts.review import plan_review
from models.acts.screening import ask_to_follow_up
from models.audit import Verb
from models.classes import Basis, Category
from models.database import UnitOfWork
from models.duties import doors_of, require_door
from models.envelope import SealedItem
from models.errors import NotAllowed, NotAvailable, UnknownReference
from models.notice import Kind, NewNotice, post
from models.people import Actor, Role, find_actor
from models.referral import URGENT, Door, Referral, locked, reserve
from models.replay import once
from models.scene import Scene
from models.schema import Handle, ReferralRef, SlackUserId
from models.site import SiteRules
from models.vault import Details, Seat


class Referrals:
    """Referring a person: which doors, the first screen, the rest, and where it stands."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def doors(self, user: SlackUserId) -> Doors:
        """What the person may refer through, and where.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: no door or no region is theirs.
        """
        with self._ground.database.look() as work:
            now = self._ground.now()
            rules, actor = self._who(work, user, now)
            card = rules.criteria.card(rules.today(now))
            return replace(_doors_for(rules, actor), criteria=card)

    def submit(self, user: SlackUserId, door: Door, draft: Draft, *, view_id: str, key: str) -> Receipt:
        """Take a referral in whose form was read already; as `submit_form`."""
        receipt = self.submit_form(user, door, lambda _: draft, view_id=view_id, key=key)
        assert isinstance(receipt, Receipt)  # noqa: S101 - a draft has no mistakes left
        return receipt

    def submit_form(
        self,
        user: SlackUserId,
        door: Door,
        read: Callable[[Doors], Draft | Mistakes],
        *,
        view_id: str,
        key: str,
    ) -> Receipt | Mistakes:
        """Take a referral in: sealed, on the clock, and on its way to those who must know.

        `read` reads the form, whose questions depend on the person's regions; it is asked inside the one
        transaction, so that the roster is read once. What it finds wrong comes back and nothing is kept.
        `view_id` is the form that made it: a second submission of the same form is the same referral.
        `key` is the delivery's own id: a repeated delivery gets the same answer.

        Raises:
            NotOnRoster, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """
        moment = self._ground.now()

        def act(work: UnitOfWork) -> str:
            rules, actor = self._who(work, user, moment)
            draft = read(_doors_for(rules, actor))
            if isinstance(draft, Mistakes):
                raise _ReadAgain(draft)
            require_door(actor, door)
            return self._take_in(work, rules, actor, door, draft, view_id, moment)

        try:
            return Receipt.from_answer(once(self._ground.database, key, moment, act))
        except _ReadAgain as wrong:
            return wrong.mistakes

    def _take_in(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        door: Door,
        draft: Draft,
        view_id: str,
        moment: datetime,
    ) -> str:
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
        return Receipt(referral.ref, Door(referral.door), handles[own], len(posted))

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

    def complete(self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str) -> Receipt:
        """Add the second screen; those who were handed the first get the rest under the same card.

        Raises:
            NotAvailable: not the author's own item.
            AlreadyChanged: the rest had been added before.
            NotOnRoster, StorageUnavailable, Unsafe: nothing was kept.
        """
        moment = self._ground.now()
        answer = once(
            self._ground.database, key, moment, lambda work: self._add_rest(work, user, handle, draft, moment)
        )
        return Receipt.from_answer(answer)

    def _add_rest(
        self, work: UnitOfWork, user: SlackUserId, handle: Handle, draft: Draft, moment: datetime
    ) -> str:
        rules, actor = self._who(work, user, moment)
        referral = locked(work, own_referral(self._ground.scene(work, user), handle).ref)
        referral.complete(moment)
        self._ground.vault.rows.sign_row(referral)
        told = self._add(work, rules, actor, referral, draft.details, moment)
        if draft.codes.get(FITS) == NOT_SURE:
            ask_to_follow_up(self._ground.scene(work, user), referral)
        return Receipt(referral.ref, Door(referral.door), handle, told).to_answer()

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
            self._add(work, rules, actor, referral, changed, moment)
        return Receipt(referral.ref, Door(referral.door), own.handle, 0).to_answer()

    def _add(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        referral: Referral,
        details: Details,
        moment: datetime,
    ) -> int:
        """Seal more for everybody who was handed the referral; answers how many cards say so."""
        handed = work.session.scalars(
            select(SealedItem).where(SealedItem.subject == referral.ref, SealedItem.withdrawn_at.is_(None))
        )
        seats = [
            Seat(row.recipient, Role(row.role) if row.role else None, Basis(row.basis)) for row in handed
        ]
        handles = self._ground.vault.sealer.seal(
            work,
            actor,
            referral,
            details,
            seats,
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
        more = [
            NewNotice(
                Kind.CARD_MORE,
                seat.user,
                f"{Kind.CARD_MORE.value}:{handle}:{referral.version}",
                subject=referral.ref,
                handle=handle,
            )
            for seat, handle in handles.items()
            if seat.basis is Basis.REFERRAL
        ]
        post(work, moment, more)
        work.after_commit.append(self._ground.wake)
        return len(more)

    def status(self, user: SlackUserId, ref: ReferralRef) -> ReferralFacts:
        """Where a referral stands, for its referrer and for those who were handed it.

        Raises:
            NotOnRoster: no seat now.
            UnknownReference: none, or none of theirs; the two are not told apart.
        """
        with self._ground.database.look() as work:
            rules, actor = self._who(work, user, self._ground.now())
            referral = work.session.get(Referral, ref)
            if referral is None or not self._may_know(work, actor, referral):
                raise UnknownReference
            return facts_of(referral, rules, together=self._together(work, rules, actor, referral))

    def _together(self, work: UnitOfWork, rules: SiteRules, actor: Actor, referral: Referral) -> bool:
        if referral.referrer != actor.user:
            return False
        today = rules.today(self._ground.now())
        return works_together(work, self._ground.vault.rows, actor, referral, today)

    def is_referrer(self, user: SlackUserId, ref: ReferralRef) -> bool:
        """Whether the person is who referred."""
        with self._ground.database.look() as work:
            referral = work.session.get(Referral, ref)
            return referral is not None and referral.referrer == user

    def _may_know(self, work: UnitOfWork, actor: Actor, referral: Referral) -> bool:
        if referral.referrer == actor.user:
            return referral.referrer_agency == actor.agency
        mine = select(SealedItem.handle).where(
            SealedItem.subject == referral.ref,
            SealedItem.recipient == actor.user,
            SealedItem.withdrawn_at.is_(None),
        )
        return work.session.scalar(mine.limit(1)) is not None

    def _who(self, work: UnitOfWork, user: SlackUserId, moment: datetime) -> tuple[SiteRules, Actor]:
        rules = self._ground.book.current(work)
        return rules, find_actor(work, self._ground.vault.rows, user, rules.today(moment))


class _ReadAgain(Exception):
    """Ends the unit of work: the form has mistakes, and nothing is to be kept."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__()
        self.mistakes = mistakes


def _attested(rules: SiteRules, details: Details) -> str:
    """Which version of the criteria card was attested to, as the log keeps it; empty where none was."""
    attested = "attested" in details.get(Category.INCIDENT, {})
    return f"criteria:{rules.criteria.version}" if attested and rules.criteria.version else ""


def _doors_for(rules: SiteRules, actor: Actor) -> Doors:
    regions = tuple((row.code, row.name) for row in rules.regions if actor.serves(row.code))
    if not doors_of(actor) or not regions:
        raise NotAllowed
    return Doors(doors_of(actor), regions, rules.contacts)


def _region(rules: SiteRules, actor: Actor, draft: Draft) -> str:
    served = [row.code for row in rules.regions if actor.serves(row.code)]
    region = draft.codes.get("region") or (served[0] if len(served) == 1 else "")
    if region not in served:
        raise NotAllowed
    return region
