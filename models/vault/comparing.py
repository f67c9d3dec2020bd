"""The vault's side-by-side view of a pair: judged for the clinical supervisor, written down, then opened."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from models import cipher
from models.access import (
    CONDITIONS,
    Case,
    Conditions,
    is_about_a_referral,
    is_open,
    refusal,
    still_holds_role,
    works_for_the_team,
)
from models.classes import Basis, Category, Purpose
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import NotOnRoster, Unsafe
from models.keyring import KeyProvider
from models.pair import Pair, PairState
from models.people import Actor, Role, find_actor
from models.schema import SlackUserId
from models.second_factor import require_passkey
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.custody import key_of, stored_body
from models.vault.judging import UNREADABLE, Judge, Refused
from models.vault.matching import NAMES, WAYS
from models.vault.pages import Shelf
from models.vault.recording import Asked, Recorder, Shown
from models.vault.rows import RowSealer

_ROLE = Role.CLINICAL_SUPERVISOR
# A referral nobody was sent to yet is compared, too: this is the one way a supervisor sees who it is about.
_OF_A_PAIR: Conditions = {
    **CONDITIONS,
    (Basis.REFERRAL, _ROLE): (still_holds_role, works_for_the_team, is_about_a_referral, is_open),
}
_SHOWN = (Category.IDENTITY, Category.LOCATION)
_FIELDS = NAMES | WAYS


@dataclass(frozen=True, repr=False)
class Side:
    """One of the two: what says who it is, field by field. Lives only until the view is built."""

    ref: str
    fields: tuple[tuple[str, Sensitive], ...]
    classes: frozenset[Category]


@dataclass(frozen=True, repr=False)
class OpenPair:
    """Both sides, the newer first."""

    id: str
    newer: Side
    other: Side


class Comparer:
    """Opens both sides of a proposed pair for a clinical supervisor of the team."""

    def __init__(self, keys: KeyProvider, recorder: Recorder, judge: Judge, rows: RowSealer) -> None:
        self._keys = keys
        self._recorder = recorder
        self._judge = judge
        self._rows = rows

    def standing(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, pair_id: str, moment: datetime
    ) -> tuple[Actor, Pair] | Refused:
        """Whether this person may compare the two now; every opening and every word about it asks this."""
        if self._recorder.halted:
            return Refused("halted")
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
            pair = work.session.get(Pair, pair_id, populate_existing=True)
            if not self._judge.journal_whole(work):
                return Refused("journal")
            if pair is None or not self._rows.row_holds(pair):
                return Refused("pair_row")
            if pair.state != PairState.PROPOSED:
                return Refused("pair_settled")
            reasons = (self._refusal(work, rules, actor, ref, moment) for ref in (pair.newer, pair.other))
            reason = next((reason for reason in reasons if reason), None)
        except NotOnRoster:
            return Refused("roster")
        except Unsafe:
            return Refused("journal")
        except UNREADABLE:
            return Refused("altered")
        return Refused(reason) if reason else (actor, pair)

    def open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        pair_id: str,
        *,
        moment: datetime,
        request_id: str = "",
    ) -> OpenPair | Refused:
        """Judge, write it down, unseal both sides. The caller commits before it shows anything.

        Raises:
            PasskeyWanted: the site wants one for a class of it.
        """
        asked = Asked(user, moment, request_id)
        self._recorder.take_turn(work)
        standing = self.standing(work, rules, user, pair_id, moment)
        if isinstance(standing, Refused):
            return self._recorder.refused(work, asked, standing.reason)
        actor, pair = standing
        refs = (pair.newer, pair.other)
        require_passkey(work, rules, lambda: _SHOWN)
        try:
            newer, other = self._side(work, pair.newer), self._side(work, pair.other)
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            return self._recorder.refused(work, asked, "unopenable", *refs)
        shown = [_accounted(side, actor) for side in (newer, other)]
        self._recorder.granted(work, asked, refs, "pair", shown)
        return OpenPair(pair.id, newer, other)

    def _refusal(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, ref: str, moment: datetime
    ) -> str | None:
        """Why this side may not be seen, class by class; the supervisor also has to serve its region."""
        case = Case(
            actor=actor,
            role=_ROLE,
            basis=Basis.CARE_TEAM if ref.startswith("C-") else Basis.REFERRAL,
            category=Category.IDENTITY,
            purpose=Purpose.COORDINATION,
            moment=moment,
            today=rules.today(moment),
            author=SlackUserId(""),
            author_agency="",
        )
        whole = self._judge.with_surroundings(work, case, ref)
        if whole is None:
            return "about_row"
        region = whole.circle.region if whole.circle else whole.referral.region if whole.referral else ""
        if not actor.serves(region):
            return "region"
        cases = (replace(whole, category=category) for category in _SHOWN)
        return next((reason for one in cases if (reason := refusal(one, conditions=_OF_A_PAIR))), None)

    def _side(self, work: UnitOfWork, ref: str) -> Side:
        query = (
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject == ref, Envelope.category.in_([category.value for category in _SHOWN]))
            .order_by(Envelope.created, Envelope.id)
        )
        if ref.startswith("C-"):
            query = query.where(Envelope.purpose == Shelf.DIRECTORY.value)
        shown: dict[str, Sensitive] = {}
        classes = set()
        for body, custody in work.session.execute(query):
            wrap = cipher.Wrap(custody.kek_id, custody.nonce, custody.wrapped)
            secret = cipher.unwrap_custody(key_of(self._keys, custody.kek_id), body.id, wrap)
            fields = json.loads(cipher.open_body(stored_body(body), secret))
            kept = {name: Sensitive(text) for name, text in fields.items() if name in _FIELDS}
            classes |= {Category(body.category)} if kept else set()
            shown.update(kept)
        return Side(ref, tuple(shown.items()), frozenset(classes))


def _accounted(side: Side, actor: Actor) -> Shown:
    return Shown(
        about=side.ref,
        item=side.ref,
        reader=actor,
        role=_ROLE,
        categories=side.classes,
        purpose=Purpose.COORDINATION,
        basis=Basis.CARE_TEAM if side.ref.startswith("C-") else Basis.REFERRAL,
    )
