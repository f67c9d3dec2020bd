"""What people do in the stories, each through the service that their own click would reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.seeds.people import CASE_MANAGER, COUNTY, MANAGER, PROSECUTOR, SERGEANT
from bot.seeds.telling import Telling, sealed
from handlers.forms import Draft, Mistakes
from handlers.ids import View
from handlers.messages.service import Messages
from handlers.participants.service import Participants
from handlers.queue.facts import Seen
from handlers.queue.service import Queue
from handlers.reminding import Stopped
from models.acts.decision import Decision
from models.acts.ping import NewPing, ask
from models.acts.release import ReleaseForm, sign_release
from models.acts.schedules import Wanted, make
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.duties import Act
from models.errors import Unsafe
from models.participant import circle_of
from models.people import Role
from models.ping import Ask, Side
from models.recurrence import Rule
from models.referral import Door, Referral
from models.rollcall import Asked
from models.scene import Scene
from models.schema import Handle, ParticipantRef, ReferralRef, SlackUserId

_FOR_COURT = frozenset({Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS})
_TOLD_IN = (Category.LOCATION, Category.IDENTITY, Category.INCIDENT)
_WEEKDAYS = tuple(range(7))
_RUNS_DAYS = 180


@dataclass(frozen=True)
class Story:
    """One fictional referral: who refers through which door, and the form's words by category."""

    referrer: SlackUserId
    door: Door
    region: str
    location: Mapping[str, str]
    identity: Mapping[str, str] = field(default_factory=dict)
    incident: Mapping[str, str] = field(default_factory=dict)

    def details(self) -> dict[Category, Mapping[str, str]]:
        """What is sealed, by category; nothing empty."""
        parts = zip(_TOLD_IN, (self.location, self.identity, self.incident), strict=True)
        return {category: words for category, words in parts if words}


@dataclass(frozen=True)
class Person:
    """One fictional participant: what the folder says, and a goal in their own words."""

    region: str
    called: str
    ways: str
    goal: str
    steps: str
    safety: str = ""

    def details(self) -> Draft:
        """As the form of a new participant is read."""
        told = {
            Category.IDENTITY: {"called": self.called},
            Category.LOCATION: {"ways": self.ways},
            Category.DANGER: {"safety": self.safety} if self.safety else {},
        }
        return Draft({"region": self.region}, {part: sealed(words) for part, words in told.items() if words})


def refer(telling: Telling, story: Story) -> ReferralRef:
    """Refer somebody; an arrest diversion in its two screens, the second one at once."""
    key, codes = telling.key(), {"region": story.region}
    details = {category: sealed(words) for category, words in story.details().items()}
    two = story.door is Door.ARREST_DIVERSION
    first = {Category.LOCATION: details[Category.LOCATION]} if two else details
    receipt = telling.bot.referrals.submit(
        story.referrer, story.door, Draft(codes, first), view_id=f"V{key}", key=key
    )
    if two:
        rest = {category: words for category, words in details.items() if category not in first}
        telling.bot.referrals.complete(story.referrer, receipt.handle, Draft(codes, rest), key=telling.key())
    telling.settle()
    return receipt.ref


def hand_off(telling: Telling, ref: ReferralRef, who: SlackUserId, act: Act, minutes: int = 0) -> None:
    """Somebody does something about what was handed to them."""
    telling.bot.handoff.act(who, telling.handle(ref, who), act, minutes=minutes, key=telling.key())
    telling.settle()


def decide(telling: Telling, ref: ReferralRef, decision: Decision) -> None:
    """The project manager decides in the queue, on the referral as it stands."""
    Queue(telling.ground).decide(MANAGER, _seen(telling, ref), decision, key=telling.key())
    telling.settle()


def _seen(telling: Telling, ref: ReferralRef) -> Seen:
    with telling.ground.database.look() as work:
        return Seen(ref, work.session.get_one(Referral, ref).version)


def begin(telling: Telling, person: Person, keeper: SlackUserId = CASE_MANAGER) -> ParticipantRef:
    """A participant with a goal.

    Raises:
        Unsafe: the story's own words do not pass the form.
    """
    participants, key = Participants(telling.ground), telling.key()
    ref = participants.begin(keeper, lambda _: person.details(), view_id=f"V{key}")
    if isinstance(ref, Mistakes):
        raise Unsafe("A practice story does not fit the form of a new participant.")
    goal = {"words": person.goal, "steps": person.steps}
    participants.add_goal(
        keeper, ref, Draft({}, {Category.ENGAGEMENT: sealed(goal)}), view_id=f"V{telling.key()}"
    )
    telling.settle()
    return ref


def release(telling: Telling, ref: ParticipantRef, keeper: SlackUserId = CASE_MANAGER) -> None:
    """A signed release that names the county's prosecutors, for court."""
    named = Recipient(COUNTY, Role.LIAISON_PROSECUTOR, _FOR_COURT, frozenset({Purpose.COURT}))

    def sign(scene: Scene) -> None:
        circle = circle_of(scene.work, scene.vault.rows, ref)
        if circle is None:
            raise Unsafe("A practice story signs a release of nobody.")
        today = scene.rules.today(scene.moment)
        until = today + timedelta(days=_RUNS_DAYS)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (named,), until, by_event=False))

    telling.act(keeper, sign)
    telling.settle()


def message(telling: Telling, about: ParticipantRef, text: str, keeper: SlackUserId = CASE_MANAGER) -> None:
    """A sealed message to the liaison prosecutor, under the release.

    Raises:
        Unsafe: the story's own words do not pass the form.
    """
    codes = {
        "about": about,
        "purpose": Purpose.COURT.value,
        "kind": Category.BARRIERS.value,
        "role": "",
        "people": PROSECUTOR,
        "wanted": "",
    }
    draft = Draft(codes, {Category.BARRIERS: sealed({"subject": "How it stands", "text": text})})
    key = telling.key()
    said = Messages(telling.ground).seal(
        keeper, View.SEAL_MESSAGE, Handle(""), lambda _: draft, view_id=f"V{key}", key=key
    )
    if isinstance(said, Mistakes | Stopped):
        raise Unsafe("A practice story's message does not pass its form.")
    telling.settle()


def ask_prosecutor(
    telling: Telling, about: ParticipantRef, hearing: datetime, keeper: SlackUserId = CASE_MANAGER
) -> None:
    """The care team asks the county's office about a hearing, under the release."""
    details = {
        Category.LEGAL_CALENDAR: sealed(
            {"case": "Case 26-0000-F (invented)", "wanted": "Could the hearing be put off by three weeks?"}
        ),
        Category.BARRIERS: sealed({"plan": "A room is promised for the first of the month."}),
    }
    new = NewPing(Side.PROSECUTOR, Ask.HEARING, about, COUNTY, details, court="superior", hearing_at=hearing)
    telling.act(keeper, lambda scene: ask(scene, new))
    telling.settle()


def roll_call(telling: Telling, at: str) -> None:
    """A daily roll call of the north shift, which the sergeant leads."""
    today = telling.now.astimezone(telling.zone).date()
    wanted = Wanted(
        asks=Asked.ROLL_CALL,
        region="north",
        shift="day",
        name="North, day shift",
        rule=Rule(today, _WEEKDAYS),
        at=time.fromisoformat(at),
        leader=SERGEANT,
    )
    telling.act(SERGEANT, lambda scene: make(scene, wanted))
