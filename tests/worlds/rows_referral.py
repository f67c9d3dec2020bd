"""Secrets about referrals: was the person known, did they meet, whose is the reference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from models.referral import Door
from tests.handlers.harbor import MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER
from tests.worlds.people import (
    COMMUNITY,
    INVENTED,
    OUTSIDE,
    PERSON,
    PROSECUTION,
    SOMEBODY_ELSE,
    a_while,
    glance,
    open_card,
    refer,
    screened_and_sent,
    without,
)
from tests.worlds.row import Row, Secret, heard_by, nothing
from tests.worlds.world import World


def _referred_by(user: str, door: Door, person: str) -> Secret:
    def secret(world: World) -> str:
        refer(world, user, door, person)
        open_card(world, MANAGER)
        world.screens.close_all(MANAGER)
        return ""

    return secret


def _second_referral(world: World, happen: Callable[[], str]) -> None:
    happen()
    world.go(timedelta(days=1))
    ref = refer(world, OFFICER, Door.ARREST_DIVERSION)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    world.tap(OFFICER, "What I wrote", on=world.look(OFFICER))
    a_while(world, ref=ref)


KNOWN = Row(
    "the person had been referred before, by another agency, by the same, or never",
    {
        "never": nothing,
        "by another agency": _referred_by(NEIGHBOR, Door.COMMUNITY, PERSON),
        "by the same agency": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, PERSON),
    },
    _second_referral,
    without(NEIGHBOR, QUAY_OFFICER),
    heard_by(MANAGER),
)
SAME_PERSON = Row(
    "the referral before was of the same person, or of somebody else",
    {
        "the same": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, PERSON),
        "somebody else": _referred_by(QUAY_OFFICER, Door.SOCIAL_CONTACT, SOMEBODY_ELSE),
    },
    _second_referral,
    OUTSIDE,
    heard_by(MANAGER),
)


def _tapped(*labels: str) -> Secret:
    def secret(world: World) -> str:
        for label in labels:
            world.tap(RESPONDER, label)
        return ""

    return secret


def _community_asks(world: World, happen: Callable[[], str]) -> None:
    ref = refer(world, NEIGHBOR, Door.COMMUNITY)
    screened_and_sent(world)
    glance(world, COMMUNITY, ref)
    happen()
    world.tap(NEIGHBOR, "What I wrote", on=world.look(NEIGHBOR))
    a_while(world, ref=ref)


MET = Row(
    "the responder met whom a community member referred, or did not",
    {
        "met": _tapped("We met"),
        "not met": _tapped("No meeting"),
        "not met, then met": _tapped("No meeting", "We met"),
    },
    _community_asks,
    OUTSIDE,
    heard_by(RESPONDER),
)


def _status_of_anything(world: World, happen: Callable[[], str]) -> None:
    refer(world, OFFICER, Door.ARREST_DIVERSION)
    ref = happen()
    a_while(world, without(OFFICER), ref)
    glance(world, PROSECUTION, ref.lower())


REFERENCE = Row(
    "the reference is somebody else's, or nobody's",
    {
        "somebody else's": lambda world: world.screens.reference(OFFICER),
        "nobody's": lambda world: INVENTED,
    },
    _status_of_anything,
    without(OFFICER),
    lambda world: world.happened == world.screens.reference(OFFICER),
)
