"""Raising a situation, listing those of one's groups, and what its owner does with it; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from handlers.acting import act_once, do_once
from handlers.deps import Ground
from handlers.situations.facts import SituationFacts, SituationLine, Spot, Tally
from models.acts.situation_keeping import Number, add_number, close, give, renew
from models.acts.situation_mending import Words, mend
from models.acts.situation_reviews import local_today
from models.acts.situation_sight import (
    conference_of,
    groups_to_raise_in,
    is_due,
    may_keep,
    may_mend,
    numbers_of,
    open_situations,
    regions_of,
    seen_situation,
)
from models.acts.situations import Seen, raise_situation
from models.conference import Wanted
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.people import Actor, Member, Role
from models.scene import Scene, the_actor
from models.schema import SituationRef, SlackUserId
from models.situation import Counted, Situation, SituationState

# Who begins a conference about one person from a situation; what they may ask there is judged there.
_BEGIN_ON_ONE = (Role.PROJECT_MANAGER, Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR)
_OF = "situation"


class Situations:
    """What is shown of situations, and done with them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def spots(self, user: SlackUserId) -> list[Spot]:
        """Where they may raise one.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: in no group of the site.
        """
        with self._ground.database.look() as work:
            spots = _spots(self._ground.scene(work, user))
        if not spots:
            raise NotAllowed("situation")
        return spots

    def raise_one(self, user: SlackUserId, spot: Spot, codes: Mapping[str, str], *, key: str) -> SituationRef:
        """Once for this form.

        Raises:
            NotOnRoster, NotAllowed, Vacant, StorageUnavailable: nothing was kept.
        """
        seen = Seen(
            group=spot.group,
            region=spot.region,
            place=codes["place"],
            times=codes["times"],
            pattern=codes["pattern"],
            harms=codes["harms"],
            tried=codes["tried"],
            wanted=Wanted(codes["wanted"]),
            confer=bool(codes["confer"]),
        )
        ref = act_once(self._ground, user, key, lambda scene: raise_situation(scene, seen).ref, of=_OF)
        return SituationRef(ref)

    def open_ones(self, user: SlackUserId) -> list[SituationLine]:
        """Those of their groups, the next look-back first.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return [_line(scene, row) for row in open_situations(scene, the_actor(scene))]

    def one(self, user: SlackUserId, ref: SituationRef) -> SituationFacts:
        """One of them, closed or not.

        Raises:
            NotOnRoster, NotAvailable: none, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, the_actor(scene), seen_situation(scene, ref))

    def to_keep(self, user: SlackUserId, ref: SituationRef) -> SituationFacts:
        """The same, for whoever sees to it.

        Raises:
            NotOnRoster, NotAvailable: not theirs.
            AlreadyChanged: it is over.
        """
        facts = self.one(user, ref)
        if not facts.open:
            raise AlreadyChanged(SituationState.CLOSED.value)
        if not facts.may_keep:
            raise NotAvailable
        return facts

    def to_mend(self, user: SlackUserId, ref: SituationRef) -> SituationFacts:
        """The same, for whoever may put its words right. Raises as `to_keep`."""
        facts = self.one(user, ref)
        if not facts.open:
            raise AlreadyChanged(SituationState.CLOSED.value)
        if not facts.may_mend:
            raise NotAvailable
        return facts

    def mend(
        self, user: SlackUserId, ref: SituationRef, codes: Mapping[str, str], version: int, *, key: str
    ) -> None:
        """Other words.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged: nothing was changed.
        """
        words = Words(codes["place"], codes["times"], codes["pattern"], codes["harms"], codes.get("tried"))
        do_once(self._ground, user, key, lambda scene: mend(scene, ref, words, version), of=_OF)

    def count(self, user: SlackUserId, ref: SituationRef, number: Number, *, key: str) -> None:
        """A number about the place.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, NotAllowed: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: add_number(scene, ref, number), of=_OF)

    def renew(
        self, user: SlackUserId, ref: SituationRef, day: date, words: str, number: Number | None, *, key: str
    ) -> None:
        """It goes on.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, NotAllowed: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: renew(scene, ref, day, words, number), of=_OF)

    def close(self, user: SlackUserId, ref: SituationRef, words: str, *, key: str) -> None:
        """It is over.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: close(scene, ref, words), of=_OF)

    def give(self, user: SlackUserId, ref: SituationRef, to: SlackUserId, *, key: str) -> None:
        """Somebody else's.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, Vacant: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: give(scene, ref, to), of=_OF)


def number_of(codes: Mapping[str, str]) -> Number:
    """The number that a form was filled with; every part is there."""
    return Number(
        Counted(codes["counted"]),
        int(codes["number"]),
        date.fromisoformat(codes["since"]),
        date.fromisoformat(codes["until"]),
    )


def next_span(facts: SituationFacts) -> Mapping[str, str]:
    """The days that a next number would cover: from the day after the last one until today."""
    begun = facts.today - timedelta(days=facts.days)
    since = max((one.until + timedelta(days=1) for one in facts.tallies), default=begun)
    return {"since": min(since, facts.today).isoformat(), "until": facts.today.isoformat()}


def _spots(scene: Scene) -> list[Spot]:
    actor, rules = the_actor(scene), scene.rules
    spots = []
    for group in groups_to_raise_in(rules, actor):
        theirs = [code for code in regions_of(rules, group) if actor.serves(code)]
        spots += [Spot(group.code, group.name, code, rules.region_name(code)) for code in theirs]
        if not theirs:  # named in the group, from elsewhere
            spots.append(Spot(group.code, group.name, "", ""))
    return spots


def _owner(scene: Scene, row: Situation) -> str:
    member = scene.work.session.get(Member, row.owner)
    return member.display_name if member else ""


def _line(scene: Scene, row: Situation) -> SituationLine:
    due, mine = is_due(scene, row), row.owner == scene.user
    return SituationLine(row.ref, row.place, _owner(scene, row), row.review_on, due, mine)


def _facts(scene: Scene, actor: Actor, row: Situation) -> SituationFacts:
    group, conference = scene.rules.group(row.group), conference_of(scene, row.ref)
    today = local_today(scene, row)
    raised = row.raised_at.astimezone(scene.rules.zone_of(row.region)).date()
    tallies = tuple(
        Tally(Counted(one.counted), one.number, one.since, one.until) for one in numbers_of(scene, row.ref)
    )
    is_open = row.state == SituationState.OPEN
    return SituationFacts(
        ref=row.ref,
        group=group.name if group else "",
        region=scene.rules.region_name(row.region) if row.region else "",
        place=row.place,
        times=row.times,
        pattern=row.pattern,
        harms=row.harms,
        tried=row.tried,
        owner=_owner(scene, row),
        days=(today - raised).days,
        review_on=row.review_on,
        today=today,
        open=is_open,
        ended=row.ended,
        confers=conference.ref if conference else "",
        tallies=tallies,
        may_keep=is_open and may_keep(row, actor),
        may_mend=is_open and may_mend(row, actor),
        version=row.version,
        renewed=row.looked_back > 0,
        may_begin_on_one=is_open and actor.holds(*_BEGIN_ON_ONE),
    )
