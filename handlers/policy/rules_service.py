"""Changes of the site's rules: today's values, what was filled in, who has read what; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from handlers.acting import do_once
from handlers.deps import Ground
from handlers.policy.facts import ChangeOffer, HistoryFacts, UnreadFacts, VersionFacts
from handlers.policy.questions import CLOCK_WORDS
from handlers.standing import DOOR_NAMES
from models.acts.rule_changes import CLOCKS, Filled, Standing, change_standing, propose_change
from models.acts.rule_readings import Version, have_read, history, to_read, unread
from models.errors import NotAvailable
from models.people import Role
from models.policy import PolicyProposal, Touches
from models.referral import Door
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId
from models.site import SiteRules

_LONGEST = 3000  # what a text field of Slack's takes


class Rules:
    """The site's rules as versions."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def offer(self, user: SlackUserId, ref: IssueRef) -> ChangeOffer:
        """Today's values of what a decision touches.

        Raises:
            NotOnRoster, NotAvailable: no change is to be filled in, or not by them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            row = work.session.get(PolicyProposal, ref)
            if row is None or not the_actor(scene).holds(Role.PROJECT_MANAGER):
                raise NotAvailable
            if change_standing(scene, row) not in {Standing.WANTED, Standing.DECLINED, Standing.WAITS}:
                raise NotAvailable
            touches = Touches(row.touches)
            today, given = _as_it_stands(scene.rules, touches)
            given["effective"] = scene.rules.today(scene.moment).isoformat()
            too_long = any(len(text) > _LONGEST for text in given.values())
            return ChangeOffer(ref, touches, today, {k: v for k, v in given.items() if v}, too_long)

    def fill(self, user: SlackUserId, ref: IssueRef, codes: Mapping[str, str], *, key: str) -> None:
        """It waits for a second person.

        Raises:
            ValueError, AsItStands: see `models.acts.rule_changes.propose_change`.
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged: nothing was kept.
        """
        filled = _filled(codes)
        do_once(self._ground, user, key, lambda scene: propose_change(scene, ref, filled), of="rules_change")

    def to_read(self, user: SlackUserId, ref: IssueRef) -> tuple[VersionFacts, bool]:
        """What this person was asked to read, and whether they have.

        Raises:
            NotOnRoster, NotAvailable: they were not asked.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            version, read = to_read(scene, ref)
            return _version(scene, version), read

    def have_read(self, user: SlackUserId, ref: IssueRef, *, key: str) -> tuple[VersionFacts, bool]:
        """They have read it.

        Raises:
            NotOnRoster, NotAvailable: they were not asked.
        """
        do_once(self._ground, user, key, lambda scene: have_read(scene, ref), of="rules_read")
        return self.to_read(user, ref)

    def history(self, user: SlackUserId) -> HistoryFacts:
        """The newest versions; for project managers, who has still to read one.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            versions = tuple(_version(scene, one) for one in history(scene))
            if not the_actor(scene).holds(Role.PROJECT_MANAGER):
                return HistoryFacts(versions)
            rows = sorted(unread(scene), key=lambda one: -one.number)
            waiting = groupby(rows, key=lambda one: one.number)
            return HistoryFacts(
                versions,
                tuple(UnreadFacts(number, tuple(one.name for one in several)) for number, several in waiting),
            )


def _as_it_stands(rules: SiteRules, touches: Touches) -> tuple[tuple[str, ...], dict[str, str]]:
    """Today's values as lines above the form, and as answers in it."""
    match touches:
        case Touches.CRITERIA:
            return (), {"lines": "\n".join(rules.criteria.lines)}
        case Touches.OFFICER_CARD:
            return (), {"lines": "\n".join(rules.officer_card.lines)}
        case Touches.PRIORITY:
            return tuple(f"{name}: {rules.door(door).priority}" for door, name in DOOR_NAMES.items()), {}
        case Touches.CLOCK:
            return tuple(f"{CLOCK_WORDS[name]}: {getattr(rules.clocks, name)}" for name in CLOCKS), {}
        case Touches.GUARD_LIST:
            words = rules.golden_rule
            return (), {"stop": "\n".join(words.stop), "let_pass": "\n".join(words.let_pass)}
        case Touches.NOTHING:
            raise NotAvailable


def _filled(codes: Mapping[str, str]) -> Filled:
    number = codes.get("number", "")
    return Filled(
        effective=date.fromisoformat(codes["effective"]),
        lines=_lines(codes.get("lines", "")),
        door=Door(codes["door"]) if codes.get("door") else None,
        clock=codes.get("clock", ""),
        number=int(number) if number.isascii() and number.isdecimal() else -1,
        stop=_lines(codes.get("stop", "")),
        let_pass=_lines(codes.get("let_pass", "")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _version(scene: Scene, version: Version) -> VersionFacts:
    since = version.since.astimezone(scene.rules.zone_of())
    return VersionFacts(
        version.number, f"{since:%b} {since.day}, {since.year}", version.issue, version.changes
    )
