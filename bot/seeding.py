"""Fills a practice site with fictional referrals and one participant, through the same services as people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from bot.assembly import Bot
from handlers.forms import Draft, Mistakes
from handlers.participants.service import Participants
from models.classes import Basis, Category
from models.duties import Act
from models.envelope import SealedItem
from models.referral import Door
from models.schema import Handle, ReferralRef, SlackUserId
from models.sensitive import Sensitive

_LARKSPUR, _FENNIMORE, _BRAMBLEWICK = map(SlackUserId, ("ULARKSP01", "UFENNIM01", "UBRAMBL01"))


@dataclass(frozen=True)
class Story:
    """One fictional referral and what was done about it: (who, act, minutes)."""

    referrer: str
    door: Door
    region: str
    location: dict[str, str]
    identity: dict[str, str]
    incident: dict[str, str]
    then: tuple[tuple[SlackUserId, Act, int], ...] = ()


STORIES = (
    Story(
        "UOXLIP001",
        Door.ARREST_DIVERSION,
        "north",
        {"place": "Station, side entrance", "callback": "555-0101"},
        {"person": "Zebulon Testperson, green coat"},
        {"offence": "trespass"},
        ((_LARKSPUR, Act.ESTIMATE, 20), (_LARKSPUR, Act.MET, 0)),
    ),
    Story(
        "UQUILL001",
        Door.ARREST_DIVERSION,
        "north",
        {"place": "Fifth and Anchor, bus shelter", "callback": "555-0102"},
        {"person": "Not named, red hat"},
        {"offence": "possession"},
        ((_LARKSPUR, Act.ACKNOWLEDGE, 0), (_LARKSPUR, Act.NOT_MET, 0)),
    ),
    Story(
        "UMARROW01",
        Door.SOCIAL_CONTACT,
        "quay",
        {"place": "Ferry steps, most mornings"},
        {"person": "Quillon Nobody, plays a tin whistle"},
        {"reason": "Sleeps outside and asked about help last week.", "willing": "interested"},
    ),
    Story(
        "USTOOP001",
        Door.COMMUNITY,
        "quay",
        {"place": "Doorway of the old cannery shop", "times": "Evenings"},
        {},
        {"danger": "no", "happens": "Somebody sleeps in the doorway and looks unwell."},
        ((_FENNIMORE, Act.ACKNOWLEDGE, 0), (_FENNIMORE, Act.SEND_OUTREACH, 0)),
    ),
)


# The one participant of a newcomer's first look: who they are, and a goal in their words.
PERSON: dict[Category, dict[str, str]] = {
    Category.IDENTITY: {"called": "Pim Nobody", "language": "English, and a little whistling"},
    Category.LOCATION: {"ways": "The bench by the lantern, mornings. Leave word at 555-0103."},
    Category.DANGER: {"safety": "A goose lives under the bench."},
}
GOAL = {"words": "A room with a door of my own.", "steps": "Ask about the list\nFind my papers"}


def seed(bot: Bot) -> list[ReferralRef]:
    """Play every story, and begin with one participant; answers the referrals' references."""
    refs = [_play(bot, number, story) for number, story in enumerate(STORIES)]
    _begin(bot)
    return refs


def _begin(bot: Bot) -> None:
    participants = Participants(bot.floor.ground)
    details = {category: _sealed(fields) for category, fields in PERSON.items()}
    answers = Draft({"region": "quay"}, details)
    ref = participants.begin(_BRAMBLEWICK, lambda _: answers, view_id="VSEEDPERSON")
    if not isinstance(ref, Mistakes):
        goal = Draft({}, {Category.ENGAGEMENT: _sealed(GOAL)})
        participants.add_goal(_BRAMBLEWICK, ref, goal, view_id="VSEEDGOAL")


def _sealed(fields: dict[str, str]) -> dict[str, Sensitive]:
    return {name: Sensitive(text) for name, text in fields.items()}


def _play(bot: Bot, number: int, story: Story) -> ReferralRef:
    referrer, details = SlackUserId(story.referrer), dict(_sealable(story))
    codes = {"region": story.region}
    # An arrest diversion comes in two screens: where to come first, the rest afterwards.
    two_screens = story.door is Door.ARREST_DIVERSION
    first = {Category.LOCATION: details[Category.LOCATION]} if two_screens else details
    receipt = bot.referrals.submit(
        referrer, story.door, Draft(codes, first), view_id=f"VSEED{number}", key=f"seed:{number}"
    )
    if two_screens:
        rest = {category: fields for category, fields in details.items() if category not in first}
        bot.referrals.complete(referrer, receipt.handle, Draft(codes, rest), key=f"seed:{number}:rest")
    for step, (who, act, minutes) in enumerate(story.then):
        handle = _item_of(bot, receipt.ref, who)
        bot.handoff.act(who, handle, act, minutes=minutes, key=f"seed:{number}:{step}")
    return receipt.ref


def _sealable(story: Story) -> Iterator[tuple[Category, dict[str, Sensitive]]]:
    parts = (
        (Category.LOCATION, story.location),
        (Category.IDENTITY, story.identity),
        (Category.INCIDENT, story.incident),
    )
    for category, fields in parts:
        if fields:
            yield category, _sealed(fields)


def _item_of(bot: Bot, ref: ReferralRef, user: SlackUserId) -> Handle:
    with bot.floor.ground.database.look() as work:
        return work.session.scalars(
            select(SealedItem.handle).where(
                SealedItem.subject == ref,
                SealedItem.recipient == user,
                SealedItem.basis == Basis.REFERRAL.value,
            )
        ).one()
