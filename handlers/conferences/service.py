"""Proposing, asking, bringing, moving and ending a conference: once for a form or a tap; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handlers.acting import ReadAgain, act_on_form, at, do_once, stop_unless_harmless
from handlers.conferences import reading
from handlers.conferences.facts import Bringing, Composing, Guest, Hours, Start, Wanted, Whom
from handlers.conferences.forms import add_form, brief_form, potential_form
from handlers.conferences.hours import group_of, hour_said_at, when_of
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from handlers.reminding import Stopped
from models.acts import aparts, conference, conference_potential, conference_running, conference_wish
from models.acts.conference_coming import coming, say_coming
from models.acts.conference_running import How
from models.acts.conference_times import When
from models.conference import Reason
from models.conference import Wanted as Urgency
from models.errors import NotAvailable, NotCovered, Vacant
from models.people import Role
from models.scene import Scene
from models.schema import ConferenceRef, ParticipantRef, SlackUserId

T = TypeVar("T")
NOT_COVERED = (
    "No live release lets any of them read what you wrote. Choose others, or write it under another heading."
)
NOBODY_THERE = "Nobody of case management can be reached for this region now. Please call {}."
NOT_BOTH = "Please choose two people."


class Conferences:
    """What `/lead conference` and its buttons do."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def start(self, user: SlackUserId) -> Start:
        """What the start page offers. Raises NotOnRoster."""
        return self._look(user, reading.start)

    def whom(self, user: SlackUserId) -> Whom:
        """Whom the reader works with. Raises NotOnRoster, NotAllowed."""
        return self._look(user, reading.whom)

    def known(self, user: SlackUserId) -> Whom:
        """By which references the reader may ask. Raises NotOnRoster, NotAllowed."""
        return self._look(user, reading.known)

    def theirs(self, user: SlackUserId) -> Whom:
        """What the reader's agency brought. Raises NotOnRoster, NotAllowed."""
        return self._look(user, reading.theirs)

    def composing(self, user: SlackUserId, ref: ParticipantRef) -> Composing:
        """What the form needs. Raises NotAvailable, NotAllowed."""
        return self._look(user, lambda scene: reading.composing(scene, ref))

    def bringing(self, user: SlackUserId) -> Bringing:
        """What the form needs. Raises NotOnRoster, NotAllowed."""
        return self._look(user, reading.bringing)

    def wanted(self, user: SlackUserId, ref: ConferenceRef) -> Wanted:
        """What somebody asked for. Raises NotOnRoster, NotAvailable."""
        return self._look(user, lambda scene: reading.wanted(scene, ref))

    def guests(self, user: SlackUserId, ref: ConferenceRef) -> tuple[Guest, ...]:
        """Whom the reader may invite to it. Raises NotOnRoster, NotAvailable."""
        return self._look(user, lambda scene: reading.guests_to_add(scene, ref))

    def hours(self, user: SlackUserId, ref: ConferenceRef) -> Hours:
        """When it can be instead: in its own group. Raises NotOnRoster, NotAvailable."""

        def read(scene: Scene) -> Hours:
            found = conference_running.to_run(scene, ref, look=True)
            whole = reading.hours(scene, found.regions)
            return Hours(
                groups=tuple(one for one in whole.groups if one[0] == found.group) or whole.groups[:1],
                zones=whole.zones,
                meetings=whole.meetings,
                minutes=found.minutes,
            )

        return self._look(user, read)

    def propose(
        self,
        user: SlackUserId,
        ref: ParticipantRef,
        read: Callable[[Composing], Draft | Mistakes],
        *,
        key: str,
    ) -> Mistakes | Stopped | None:
        """Propose one, or join the one that stands: answered alike.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """
        form = ViewId.CONFERENCE_FORM

        def act(scene: Scene) -> None:
            composing = reading.composing(scene, ref)
            draft = _good(read(composing))
            stop_unless_harmless(scene, brief_form(composing), draft)
            new = conference.NewConference(
                participant=ref,
                group=reading.group(scene, group_of(draft.codes, composing.hours)),
                reason=Reason(draft.codes["reason"]),
                wanted=Urgency(draft.codes["wanted_by"]),
                when=_when(scene, form, draft, composing.hours),
                details=draft.details,
                invited=_users(draft.codes["guests"]),
                told_time=_users(draft.codes.get("time_only", "")),
            )
            with hour_said_at(form):
                try:
                    conference.propose(scene, new)
                except NotCovered:
                    raise at(form, {"guests": NOT_COVERED}) from None

        return act_on_form(self._ground, user, key, act)

    def wish(self, user: SlackUserId, typed: str, draft: Draft, *, key: str) -> None:
        """Somebody asks for one; whatever the reference, they are answered alike.

        Raises:
            NotOnRoster, StorageUnavailable: nothing was kept.
        """
        reason, urgency = Reason(draft.codes["reason"]), Urgency(draft.codes["wanted_by"])
        partners = tuple(Role(one) for one in draft.codes["partners"].split(";") if one)
        do_once(
            self._ground,
            user,
            key,
            lambda scene: conference_wish.wish(scene, typed, reason, urgency, partners),
        )

    def bring(
        self, user: SlackUserId, read: Callable[[Bringing], Draft | Mistakes], *, key: str
    ) -> Mistakes | Stopped | None:
        """Bring a potential referral.

        Raises:
            NotOnRoster, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """
        form = ViewId.CONFERENCE_POTENTIAL

        def act(scene: Scene) -> None:
            bringing = reading.bringing(scene)
            draft = _good(read(bringing))
            stop_unless_harmless(scene, potential_form(bringing), draft)
            new = conference_potential.NewPotential(
                group=reading.group(scene, group_of(draft.codes, bringing.hours)),
                region=draft.codes["region"],
                reason=Reason(draft.codes["reason"]),
                wanted=Urgency(draft.codes["wanted_by"]),
                when=_when(scene, form, draft, bringing.hours),
                details=draft.details,
            )
            with hour_said_at(form):
                try:
                    conference_potential.bring(scene, new)
                except Vacant:
                    said = NOBODY_THERE.format(scene.rules.contacts.team_line)
                    raise at(form, {"region": said}) from None

        return act_on_form(self._ground, user, key, act)

    def add(
        self, user: SlackUserId, read: Callable[[Whom], Draft | Mistakes], *, key: str
    ) -> Mistakes | Stopped | None:
        """Add to what the reader's agency brought.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> None:
            theirs = reading.theirs(scene)
            draft = _good(read(theirs))
            stop_unless_harmless(scene, add_form(theirs), draft)
            conference_potential.add(scene, ConferenceRef(draft.codes["which"]), draft.details)

        return act_on_form(self._ground, user, key, act)

    def move(
        self, user: SlackUserId, ref: ConferenceRef, draft: Draft, *, key: str
    ) -> Mistakes | Stopped | None:
        """Another hour.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        form = ViewId.CONFERENCE_MOVE
        hours = self.hours(user, ref)

        def act(scene: Scene) -> None:
            when = _when(scene, form, draft, hours)
            with hour_said_at(form):
                conference_running.move(scene, ref, when)

        return act_on_form(self._ground, user, key, act)

    def close(self, user: SlackUserId, ref: ConferenceRef, how: str, *, key: str) -> None:
        """How it ends.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: conference_running.close(scene, ref, How(how)))

    def coming(self, user: SlackUserId, ref: ConferenceRef) -> int | None:
        """How many mean to be there, for whoever runs it. Raises NotOnRoster, NotAvailable."""
        return self._look(
            user, lambda scene: coming(scene.work, conference_running.to_run(scene, ref, look=True))
        )

    def decline(self, user: SlackUserId, ref: ConferenceRef, *, key: str) -> None:
        """No conference now. Raises NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable."""
        do_once(self._ground, user, key, lambda scene: conference_wish.decline(scene, ref))

    def let_in(
        self, user: SlackUserId, ref: ConferenceRef, guest: str, *, key: str
    ) -> Mistakes | Stopped | None:
        """Somebody more is invited, whom a release covers.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> None:
            try:
                conference_wish.let_in(scene, ref, SlackUserId(guest))
            except NotCovered:
                raise at(ViewId.CONFERENCE_INVITE, {"guest": NOT_COVERED}) from None

        return act_on_form(self._ground, user, key, act)

    def say_coming(self, user: SlackUserId, ref: ConferenceRef, *, key: str) -> None:
        """The reader means to be there. Raises StorageUnavailable."""
        do_once(self._ground, user, key, lambda scene: say_coming(scene, ref))

    def step_back(self, user: SlackUserId, ref: ConferenceRef, *, tapped_in: str, key: str) -> None:
        """The reader does not take part. Raises StorageUnavailable."""
        do_once(
            self._ground,
            user,
            key,
            lambda scene: conference_running.step_back(scene, ref, tapped_in=tapped_in),
        )

    def ask_to_join(self, user: SlackUserId, ref: ConferenceRef, *, key: str) -> None:
        """The reader wants to be there. Raises NotOnRoster, StorageUnavailable."""
        do_once(self._ground, user, key, lambda scene: conference_wish.ask_to_join(scene, ref))

    def keep_apart(self, user: SlackUserId, draft: Draft, *, key: str) -> Mistakes | Stopped | None:
        """Two people are kept apart, or need not be any more.

        Raises:
            NotOnRoster, StorageUnavailable: nothing was changed.
        """
        one, other = ParticipantRef(draft.codes["one"]), ParticipantRef(draft.codes["other"])

        def act(scene: Scene) -> None:
            change = aparts.end_apart if draft.codes.get("over") else aparts.keep_apart
            try:
                change(scene, one, other)
            except NotAvailable:
                raise at(ViewId.CONFERENCE_APART, {"other": NOT_BOTH}) from None

        return act_on_form(self._ground, user, key, act)

    def _look(self, user: SlackUserId, read: Callable[[Scene], T]) -> T:
        with self._ground.database.look() as work:
            return read(self._ground.scene(work, user))


def _good(draft: Draft | Mistakes) -> Draft:
    if isinstance(draft, Mistakes):
        raise ReadAgain(draft)
    return draft


def _when(scene: Scene, form: ViewId, draft: Draft, hours: Hours) -> When:
    found = when_of(draft.codes, hours, scene.moment)
    if isinstance(found, When):
        return found
    raise at(form, found)


def _users(codes: str) -> tuple[SlackUserId, ...]:
    return tuple(SlackUserId(one) for one in codes.split(";") if one)
