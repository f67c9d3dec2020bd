"""A busy month: every door, day after day, with more to do than places; the same every time."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, time, timedelta

from bot.seeds import doing
from bot.seeds.doing import Person, Story
from bot.seeds.people import (
    CASE_MANAGER,
    COLLEAGUE,
    LEADER,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROVIDER,
    QUAY_OFFICER,
    RESPONDER,
    SERGEANT,
)
from bot.seeds.telling import Telling
from handlers.issues.service import Issues
from handlers.openings.service import Openings
from handlers.situations.service import Situations
from models.acts.decision import Decision, Service
from models.deadlines import local_moment
from models.duties import Act
from models.referral import Door
from models.schema import SlackUserId
from models.states import Move, Reason

DAYS = 30
_CHANCES = 26  # any number: it makes every busy month the same one
_OF_COURT_IN = 12  # days until the hearing that is asked about

_PLACES = (
    "Lamp post by the net loft",
    "Stairs behind the rope works",
    "Bus shelter, Fifth and Anchor",
    "Under the pier, second arch",
    "Bench by the herring shed",
    "Corner of Buoy and Barrel",
)
_PEOPLE = (
    "Not named, striped scarf",
    "Ansel Testperson, tall",
    "Not named, two dogs",
    "Bea Testperson, hums",
)
_OFFENCES = ("possession", "trespass", "theft")
_REASONS = (
    "Has asked about a room twice this week.",
    "Sleeps near the ferry and would talk to somebody.",
    "Lost the papers and does not know where to begin.",
)
PERSONS = (
    Person("north", "Dory Nobody", "Net loft, noon. 555-0111.", "Sleep through a night.", "See the clinic"),
    Person(
        "quay",
        "Cob Nobody",
        "Ferry steps, mornings. 555-0112.",
        "My papers back.",
        "Ask the registry\nPay the fee",
    ),
    Person("north", "Merle Nobody", "Rope works, evenings. 555-0113.", "See my sister.", "Write to her"),
    Person("quay", "Tansy-Lou Nobody", "Herring shed. 555-0114.", "Work with boats.", "Ask at the yard"),
)


def tell(telling: Telling) -> None:
    """Day after day, from the first to today."""
    chances = random.Random(_CHANCES)  # noqa: S311 - a story, not a secret
    plans = _plans()
    for ago in range(DAYS - 1, -1, -1):
        telling.say(f"A busy month: day {DAYS - ago} of {DAYS}")
        for at, do in sorted([*plans.get(ago, []), *_referrals(chances, ago)], key=lambda one: one[0]):
            if telling.is_past(ago, at):  # of today only what has been
                telling.day(ago, at)
                do(telling)


Deed = Callable[[Telling], None]


def _referrals(chances: random.Random, ago: int) -> list[tuple[str, Deed]]:
    """What comes in on one day, with what becomes of it."""
    made: list[tuple[str, Deed]] = []
    if ago % 2 == 0:
        made.append((f"{chances.randint(13, 21):02}:{chances.randint(0, 29):02}", _arrest(chances)))
    if ago % 3 == 0:
        made.append((f"{chances.randint(8, 11):02}:20", _social(chances, settled=ago > 6)))  # noqa: PLR2004
    if ago % 5 == 0:
        made.append(("17:40", _community(chances, been=ago > 1)))
    return made


def _arrest(chances: random.Random) -> Deed:
    who, region = chances.choice([(OFFICER, "north"), (SERGEANT, "north"), (QUAY_OFFICER, "quay")])
    story = Story(
        who,
        Door.ARREST_DIVERSION,
        region,
        {"place": chances.choice(_PLACES), "callback": f"555-01{chances.randint(20, 39)}"},
        {"person": chances.choice(_PEOPLE)},
        {"offence": chances.choice(_OFFENCES)},
    )
    ending = chances.choice([Act.MET, Act.MET, Act.MET, Act.NOT_MET])

    def deed(telling: Telling) -> None:
        ref = doing.refer(telling, story)
        telling.come_to(telling.now + timedelta(minutes=2))
        doing.hand_off(telling, ref, RESPONDER, Act.ESTIMATE, 20)
        telling.come_to(telling.now + timedelta(minutes=18))
        doing.hand_off(telling, ref, RESPONDER, ending)

    return deed


def _social(chances: random.Random, *, settled: bool) -> Deed:
    who, region = chances.choice([(OFFICER, "north"), (QUAY_OFFICER, "quay")])
    story = Story(
        who,
        Door.SOCIAL_CONTACT,
        region,
        {"place": f"{chances.choice(_PLACES)}, mornings"},
        {"person": chances.choice(_PEOPLE)},
        {"reason": chances.choice(_REASONS), "willing": "interested"},
    )
    how = chances.choice(["outreach", "waitlist", "elsewhere"])

    def deed(telling: Telling) -> None:
        ref = doing.refer(telling, story)
        if not settled:
            return
        telling.come_to(telling.now + timedelta(minutes=50))
        if how == "waitlist":
            doing.decide(telling, ref, Decision(Move.WAITLIST, Reason.CAPACITY))
        elif how == "elsewhere":
            elsewhere = Decision(Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, (Service.SHELTER,))
            doing.decide(telling, ref, elsewhere)
        else:
            doing.decide(telling, ref, Decision(Move.SEND_OUTREACH))
            telling.come_to(telling.now + timedelta(hours=4))
            doing.hand_off(telling, ref, RESPONDER, Act.MET)

    return deed


def _community(chances: random.Random, *, been: bool) -> Deed:
    story = Story(
        NEIGHBOR,
        Door.COMMUNITY,
        "quay",
        {"place": chances.choice(_PLACES), "times": "Evenings"},
        {},
        {"danger": "no", "happens": "Somebody sleeps there and looks cold."},
    )
    ending = chances.choice([Act.MET, Act.NOT_MET])

    def deed(telling: Telling) -> None:
        ref = doing.refer(telling, story)
        doing.hand_off(telling, ref, MANAGER, Act.ACKNOWLEDGE)
        doing.hand_off(telling, ref, MANAGER, Act.SEND_OUTREACH)
        if been:
            telling.come_to(telling.now + timedelta(hours=3))
            doing.hand_off(telling, ref, RESPONDER, ending)

    return deed


def _plans() -> dict[int, list[tuple[str, Deed]]]:
    """What stands in the month beside the referrals, by days ago."""
    plans: dict[int, list[tuple[str, Deed]]] = {
        DAYS - 1: [("08:00", lambda telling: doing.roll_call(telling, "06:45"))],
        20: [("10:00", _situation("Bus shelter, Fifth and Anchor"))],
        18: [("15:00", _issue("The intake form asks for a form of identity that few people have."))],
        11: [("15:00", _issue("After eight in the evening nobody answers at the diversion center."))],
        9: [("11:30", _situation("Steps behind the fish market"))],
        2: [("16:00", _opening("bed", "2"))],
        1: [("10:30", _opening("clinic_hours", "4"))],
    }
    keepers = (CASE_MANAGER, COLLEAGUE)
    for number, person in enumerate(PERSONS):
        keeper = keepers[number % len(keepers)]
        plans.setdefault(24 - 5 * number, []).append(("13:00", _participant(person, keeper)))
    return plans


def _participant(person: Person, keeper: SlackUserId) -> Deed:
    def deed(telling: Telling) -> None:
        ref = doing.begin(telling, person, keeper)
        telling.come_to(telling.now + timedelta(hours=1))
        doing.release(telling, ref, keeper)
        day: date = telling.ends.astimezone(telling.zone).date() + timedelta(days=_OF_COURT_IN)
        doing.ask_prosecutor(telling, ref, local_moment(day, time(10, 0), telling.zone), keeper)

    return deed


def _situation(place: str) -> Deed:
    codes = {
        "place": place,
        "times": "Evenings, after seven",
        "pattern": "A crowd gathers and the path is blocked.",
        "harms": "Riders wait in the road.",
        "tried": "",
        "wanted": "this_week",
        "confer": "",
    }

    def deed(telling: Telling) -> None:
        service = Situations(telling.ground)
        spot = service.spots(LEADER)[0]
        service.raise_one(LEADER, spot, codes, key=telling.key())
        telling.settle()

    return deed


def _issue(words: str) -> Deed:
    def deed(telling: Telling) -> None:
        Issues(telling.ground).raise_one(MANAGER, {"words": words}, key=telling.key())
        telling.settle()

    return deed


def _opening(kind: str, places: str) -> Deed:
    def deed(telling: Telling) -> None:
        until = telling.ends.astimezone(telling.zone).date() + timedelta(days=2)
        codes = {
            "kind": kind,
            "region": "everywhere",
            "words": "From six in the evening; dogs are welcome.",
            "places": places,
            "until": until.isoformat(),
            "until_at": "18:00",
        }
        Openings(telling.ground).post(PROVIDER, codes, key=telling.key())
        telling.settle()

    return deed
