"""The act of referring: one transaction that validates, seals, records and posts; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from handlers.acting import ReadAgain
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.referrals.facts import FITS, NOT_SURE, Doors, Receipt
from handlers.referrals.taking_in import TakingIn
from handlers.standing import ReferralFacts, facts_of
from models.acts.closed_loop import works_together
from models.acts.fallback import own_referral
from models.acts.screening import ask_to_follow_up
from models.database import UnitOfWork
from models.duties import doors_of, require_door
from models.envelope import SealedItem
from models.errors import NotAllowed, UnknownReference
from models.people import Actor, find_actor
from models.referral import Door, Referral, locked
from models.replay import once
from models.schema import Handle, ReferralRef, SlackUserId
from models.site import SiteRules


class Referrals:
    """Referring a person: which doors, the first screen, the rest, and where it stands."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._taking_in = TakingIn(ground)

    def doors(self, user: SlackUserId) -> Doors:
        """What the person may refer through, and where.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: no door or no region is theirs.
        """
        with self._ground.database.look() as work:
            now = self._ground.now()
            rules, actor = self._who(work, user, now)
            card = (*rules.officer_card.lines, *rules.criteria.card(rules.today(now)))
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
                raise ReadAgain(draft)
            require_door(actor, door)
            return self._taking_in.take_in(work, rules, actor, door, draft, view_id, moment)

        try:
            return Receipt.from_answer(once(self._ground.database, key, moment, act))
        except ReadAgain as wrong:
            return wrong.mistakes

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
        self._taking_in.add(work, rules, actor, referral, draft.details, moment)
        if draft.codes.get(FITS) == NOT_SURE:
            ask_to_follow_up(self._ground.scene(work, user), referral)
        return Receipt(referral.ref, Door(referral.door), handle).to_answer()

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


def _doors_for(rules: SiteRules, actor: Actor) -> Doors:
    regions = tuple((row.code, row.name) for row in rules.regions if actor.serves(row.code))
    if not doors_of(actor) or not regions:
        raise NotAllowed
    return Doors(doors_of(actor), regions, rules.contacts)
