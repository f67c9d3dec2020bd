"""What those who were handed a referral do about it: acknowledge, estimate, met, not met, send outreach."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.deps import Ground
from handlers.standing import ReferralFacts, facts_of
from models.acts import chain
from models.acts.fallback import Fallback, choose_fallback, own_referral
from models.acts.intake import begin_intake
from models.acts.review import change_clocks
from models.acts.screening import send_outreach
from models.audit import Verb
from models.classes import Basis
from models.database import UnitOfWork
from models.duties import Act, require_act
from models.envelope import SealedItem
from models.errors import NotAvailable
from models.notice import Kind, NewNotice, post
from models.people import Role, hold_seat
from models.referral import Door, Referral, State, locked
from models.replay import once
from models.scene import Scene
from models.schema import Handle, ReferralRef, SlackUserId, rfc3339

_VERBS = {
    Act.ACKNOWLEDGE: Verb.REFERRAL_ACKNOWLEDGED,
    Act.ESTIMATE: Verb.REFERRAL_ESTIMATED,
    Act.MET: Verb.REFERRAL_MET,
    Act.NOT_MET: Verb.REFERRAL_NOT_MET,
    Act.SEND_OUTREACH: Verb.REFERRAL_DISPATCHED,
}
# What a community referrer hears: the receipt, and later one sentence whatever was found.
_TOLD_TO_COMMUNITY = frozenset({Kind.MET, Kind.NOT_MET})


class Handoff:
    """Acts on a referral by somebody who holds a sealed item of it, in the role they were handed it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def act(self, user: SlackUserId, handle: Handle, act: Act, *, minutes: int = 0, key: str) -> None:
        """Do it, record it, and tell the referrer; a repeated delivery does nothing more.

        Args:
            user: who tapped.
            handle: the item in whose view they tapped.
            act: what they tapped.
            minutes: with ESTIMATE, minutes until they expect to be there.
            key: the delivery's own id.

        Raises:
            NotAvailable: the item would not open for them now.
            NotAllowed: their role does not carry the act.
            NobodyOnCall: there is nobody to send.
            AlreadyChanged: somebody else moved it on.
            StorageUnavailable: nothing was kept.
        """
        moment = self._ground.now()
        once(
            self._ground.database,
            key,
            moment,
            lambda work: self._do(work, user, handle, act, minutes, moment),
        )

    def _do(
        self, work: UnitOfWork, user: SlackUserId, handle: Handle, act: Act, minutes: int, moment: datetime
    ) -> str:
        hold_seat(work, user)
        rules = self._ground.book.current(work)
        item = work.session.get(SealedItem, handle)
        opens = self._ground.vault.opener.still_open(work, rules, user, handle, moment)
        if item is None or not opens or item.basis != Basis.REFERRAL.value:
            raise NotAvailable
        require_act(act, Role(item.role))
        referral = locked(work, ReferralRef(item.subject))
        kind = self._change(self._ground.scene(work, user), referral, act, minutes)
        self._ground.vault.rows.sign_row(referral)
        self._ground.audit.append(work, moment=moment, actor=user, verb=_VERBS[act], objects=(referral.ref,))
        post(work, moment, [*_to_referrer(referral, kind), *_to_colleagues(work, referral, act, user)])
        work.after_commit.append(self._ground.wake)
        return act.value

    def choose(self, user: SlackUserId, handle: Handle, choice: Fallback, *, key: str) -> ReferralFacts:
        """The officer's own choice how to go on; answers where it stands now.

        Raises:
            NotAvailable: not an item of their own about somebody they wait with.
            NotOnRoster: no seat now.
            AlreadyChanged: it is settled; nothing was changed.
            StorageUnavailable: nothing was kept.
        """
        moment = self._ground.now()
        once(self._ground.database, key, moment, lambda work: self._choose(work, user, handle, choice))
        return self.own_facts(user, handle)

    def _choose(self, work: UnitOfWork, user: SlackUserId, handle: Handle, choice: Fallback) -> str:
        hold_seat(work, user)
        choose_fallback(self._ground.scene(work, user), handle, choice)
        work.after_commit.append(self._ground.wake)
        return choice.value

    def own_facts(self, user: SlackUserId, handle: Handle) -> ReferralFacts:
        """Where the referral stands that this own item is about.

        Raises:
            NotAvailable: no item of theirs, or theirs no longer.
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            referral = own_referral(self._ground.scene(work, user), handle)
            return facts_of(referral, self._ground.book.current(work))

    def _change(
        self,
        scene: Scene,
        referral: Referral,
        act: Act,
        minutes: int,
    ) -> Kind:
        """Change the state; answers what the referrer hears."""
        user, moment = scene.user, scene.moment
        match act:
            case Act.ACKNOWLEDGE:
                referral.acknowledge(user, moment)
                chain.answered(scene, referral)
                return Kind.ACKNOWLEDGED if referral.state == State.DISPATCHED else Kind.LOOKING
            case Act.ESTIMATE:
                if referral.acknowledged_at is None:
                    referral.acknowledge(user, moment)
                    chain.answered(scene, referral)
                referral.estimate(user, moment + timedelta(minutes=minutes))
                return Kind.ESTIMATED
            case Act.MET:
                referral.met(user, moment)
                change_clocks(scene, referral)
                chain.settled(scene, referral)
                begin_intake(scene, referral)
                return Kind.MET
            case Act.NOT_MET:
                referral.not_met(user, moment)
                chain.settled(scene, referral)
                change_clocks(scene, referral)
                return Kind.NOT_MET
            case Act.SEND_OUTREACH:
                send_outreach(scene, referral)
                return Kind.ON_THE_WAY


def _to_referrer(referral: Referral, kind: Kind) -> list[NewNotice]:
    if referral.door == Door.COMMUNITY and kind not in _TOLD_TO_COMMUNITY:
        return []
    once_only = f"{kind.value}:{referral.ref}:{referral.version}"
    if referral.door == Door.COMMUNITY:
        once_only = f"been_out:{referral.ref}"  # met after not met says nothing new, and must not
    return [NewNotice(kind, referral.referrer, once_only, subject=referral.ref)]


def _to_colleagues(work: UnitOfWork, referral: Referral, act: Act, user: SlackUserId) -> list[NewNotice]:
    """The others who hold a card learn, in its own thread, that somebody has it."""
    if act not in {Act.ACKNOWLEDGE, Act.ESTIMATE}:
        return []
    others = select(SealedItem).where(
        SealedItem.subject == referral.ref,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.recipient != user,
        SealedItem.withdrawn_at.is_(None),
    )
    return [
        NewNotice(
            Kind.CARD_TAKEN,
            item.recipient,
            f"taken:{item.handle}:{rfc3339(referral.acknowledged_at)}",
            subject=referral.ref,
            handle=item.handle,
        )
        for item in work.session.scalars(others)
    ]
