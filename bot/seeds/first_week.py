"""The first week: one of everything, so that each role finds something to do."""

from __future__ import annotations

from datetime import timedelta

from bot.seeds import doing
from bot.seeds.doing import Person, Story
from bot.seeds.people import MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, SERGEANT
from bot.seeds.telling import Telling
from models.deadlines import local_moment
from models.duties import Act
from models.referral import Door

DAYS = 7

PIM = Person(
    "quay",
    "Pim Nobody, English and a little whistling",
    "The bench by the lantern, mornings. Leave word at 555-0103.",
    "A room with a door of my own.",
    "Ask about the list\nFind my papers",
    safety="A goose lives under the bench.",
)
MET = Story(
    SERGEANT,
    Door.ARREST_DIVERSION,
    "north",
    {"place": "Station, side entrance", "callback": "555-0101"},
    {"person": "Zebulon Testperson, green coat"},
    {"offence": "trespass"},
)
NOT_MET = Story(
    OFFICER,
    Door.ARREST_DIVERSION,
    "north",
    {"place": "Fifth and Anchor, bus shelter", "callback": "555-0102"},
    {"person": "Not named, red hat"},
    {"offence": "possession"},
)
ASKED = Story(
    QUAY_OFFICER,
    Door.SOCIAL_CONTACT,
    "quay",
    {"place": "Ferry steps, most mornings"},
    {"person": "Quillon Nobody, plays a tin whistle"},
    {"reason": "Sleeps outside and asked about help last week.", "willing": "interested"},
)
DOORWAY = Story(
    NEIGHBOR,
    Door.COMMUNITY,
    "quay",
    {"place": "Doorway of the old cannery shop", "times": "Evenings"},
    {},
    {"danger": "no", "happens": "Somebody sleeps in the doorway and looks unwell."},
)


def tell(telling: Telling) -> None:
    """Two hand-offs, one participant with a release, and what waits this morning."""
    telling.day(6, "09:30")
    pim = doing.begin(telling, PIM)
    telling.day(5, "14:10")
    ref = doing.refer(telling, MET)
    doing.hand_off(telling, ref, RESPONDER, Act.ESTIMATE, 20)
    telling.day(5, "14:29")
    doing.hand_off(telling, ref, RESPONDER, Act.MET)
    telling.day(3, "21:15")
    ref = doing.refer(telling, NOT_MET)
    doing.hand_off(telling, ref, RESPONDER, Act.ACKNOWLEDGE)
    telling.day(3, "21:40")
    doing.hand_off(telling, ref, RESPONDER, Act.NOT_MET)
    telling.day(2, "11:00")
    doing.release(telling, pim)
    telling.before_now(hours=5)
    ref = doing.refer(telling, DOORWAY)
    doing.hand_off(telling, ref, MANAGER, Act.ACKNOWLEDGE)
    doing.hand_off(telling, ref, MANAGER, Act.SEND_OUTREACH)
    telling.before_now(hours=2)
    doing.refer(telling, ASKED)
    telling.before_now(minutes=30)
    hearing = (telling.ends + timedelta(days=9)).astimezone(telling.zone)
    doing.ask_prosecutor(
        telling, pim, local_moment(hearing.date(), hearing.time().replace(9, 30), telling.zone)
    )
