"""Secrets about conferences: is there one, is somebody known, who is covered, and why is it put off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from handlers.ids import Action
from models.acts.aparts import keep_apart
from models.acts.conference import NewConference, propose
from models.acts.conference_running import step_back
from models.acts.conference_times import When
from models.acts.conference_wish import wish
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.conference import Apart, Conference, ConferenceWish, Reason, Wanted
from models.consent import Ended, Recipient, Signed
from models.notice import Kind
from models.participant import Rung, circle_of
from models.people import Role
from models.referral import Door
from models.scene import Scene
from models.schema import ConferenceRef, ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, QUAY_OFFICER, RESPONDER
from tests.handlers.wing import picked, typed
from tests.worlds import consents
from tests.worlds.consents import TODAY
from tests.worlds.people import (
    OUTSIDE,
    PERSON,
    SECOND_PROSECUTOR,
    a_while,
    all_look,
    glance,
    open_card,
    refer,
    without,
)
from tests.worlds.row import Row, Secret, heard_by, nothing
from tests.worlds.world import World

COUNTY, POLICE = "prosecutor:Lantern County Prosecutor", "police:Lantern Harbor PD"
_LATER = date(2027, 9, 15)
_READS = frozenset({Category.ENGAGEMENT, Category.BARRIERS})
_BUTTONS = (Action.CONFERENCE_BRIEF, Action.CONFERENCE_JOIN, Action.CONFERENCE_CLOSE, Action.MY_ACTION)


def _released(
    world: World, about: ParticipantRef, agencies: Sequence[str] = (COUNTY,), until: date = _LATER
) -> None:
    roles = {COUNTY: Role.LIAISON_PROSECUTOR, POLICE: Role.OFFICER}
    with consents.case_manager(world) as scene:
        circle = circle_of(scene.work, scene.vault.rows, about)
        assert circle is not None
        for_it = frozenset({Purpose.CONFERENCE})
        named = tuple(Recipient(one, roles[one], _READS, for_it) for one in agencies)
        sign_release(scene, circle, ReleaseForm(TODAY, Signed.ON_PAPER, named, until, by_event=False))


def _proposed(
    world: World, about: ParticipantRef, guests: Sequence[str] = (PROSECUTOR,), hours: int = 30
) -> ConferenceRef:
    with consents.case_manager(world) as scene:
        group = scene.rules.groups_or_default()[0]
        new = NewConference(
            participant=about,
            group=group,
            reason=Reason.SAFETY,
            wanted=Wanted.THIS_WEEK,
            when=When(scene.moment + timedelta(hours=hours), 15),
            details={Category.ENGAGEMENT: {"wanted": Sensitive("One way to meet him")}},
            invited=[SlackUserId(one) for one in guests],
        )
        return propose(scene, new).ref


def _acting(world: World, user: str, act: Callable[[Scene], None]) -> None:
    ground = world.harbor.ground
    with ground.database.work() as work:
        act(ground.scene(work, SlackUserId(user)))
        work.commit()


def _taps(world: World, people: Sequence[str], ref: str) -> None:
    """Everything that stands under the line in the channel."""
    for user in people:
        for button in _BUTTONS:
            world.tap_by_id(user, button, ref)
            world.screens.close_all(user)


# 1. Does an officer's request find one?


def _asked_before(world: World) -> str:
    about = _the_participant(world)
    _acting(world, PROSECUTOR, lambda scene: wish(scene, about, Reason.COURT, Wanted.TODAY))
    return about


def _the_participant(world: World) -> str:
    with world.harbor.ground.database.look() as work:
        return work.session.scalars(select(Conference.participant)).first() or _begun[world]


_begun: dict[World, ParticipantRef] = {}


def _asks(world: World, happen: Callable[[], str]) -> None:
    mine = refer(world, OFFICER, Door.ARREST_DIVERSION)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    with world.unseen():
        _begun[world] = consents.begun(world, mine)
        _released(world, _begun[world])
    happen()
    world.go(timedelta(hours=1))
    world.command(OFFICER, f"conference {mine}")
    form = "conference_wish"
    world.submit(OFFICER, {**picked(form, about=mine, reason="safety", wanted_by="today")})
    world.screens.close_all(OFFICER)
    people = without(PROSECUTOR)
    all_look(world, people, mine)
    world.go(timedelta(days=8))
    glance(world, people, mine)
    del _begun[world]


SECOND_REQUEST = Row(
    "an officer's request for a conference finds one that was asked for, or none",
    {"asked before": _asked_before, "nobody asked": nothing},
    _asks,
    without(PROSECUTOR),
    lambda world: world.harbor.count(ConferenceWish),
)


# 2. Is a potential referral somebody who is enrolled?


def _enrolled(world: World) -> str:
    return consents.begun(world, world.screens.reference(QUAY_OFFICER), Rung.ENROLLED)


def _brings(world: World, happen: Callable[[], str]) -> None:
    refer(world, QUAY_OFFICER, Door.ARREST_DIVERSION, PERSON)
    open_card(world, RESPONDER)
    world.tap(RESPONDER, "I have it")
    world.tap(RESPONDER, "We met")
    world.go(timedelta(hours=1))
    happen()
    world.command(OFFICER, "conference")
    world.tap(OFFICER, "A potential referral")
    form = "conference_potential"
    answers = {
        **picked(form, reason="safety", wanted_by="today", minutes="15", region="north"),
        **typed(form, person=PERSON, happens="Wants a bed and somebody to talk to"),
        f"{form}.day": {"value": {"selected_date": (TODAY + timedelta(days=1)).isoformat()}},
        f"{form}.hour": {"value": {"selected_time": "16:00"}},
    }
    assert "errors" not in world.submit(OFFICER, answers)
    world.screens.close_all(OFFICER)
    world.go(timedelta(hours=20))
    heard = {one.recipient for one in world.harbor.notices(Kind.CONFERENCE_MATCH)}
    assert heard == {CASE_MANAGER if world.name == "enrolled" else RESPONDER}, "whoever works with them now"
    ref = _newest(world)
    _taps(world, (OFFICER, NEIGHBOR), ref)
    world.go(timedelta(hours=12))
    a_while(world, ref=ref)


def _newest(world: World) -> ConferenceRef:
    with world.harbor.ground.database.look() as work:
        return work.session.scalars(select(Conference.ref).order_by(Conference.asked_at.desc())).first() or (
            ConferenceRef("K-00000")
        )


POTENTIAL = Row(
    "who is brought as a potential referral works with the team already, or does not",
    {"enrolled": _enrolled, "not": nothing},
    _brings,
    OUTSIDE,
    lambda world: [one.recipient for one in world.harbor.notices(Kind.CONFERENCE_MATCH)],
)


# 3. Why is somebody of the channel not at it?


def _about_one(*agencies: str) -> Secret:
    def secret(world: World) -> str:
        about = consents.begun(world)
        _released(world, about, agencies)
        return _proposed(world, about)

    return secret


def _stands_outside(world: World, happen: Callable[[], str]) -> None:
    ref = happen()
    world.go(timedelta(hours=8))
    _taps(world, (OFFICER, SECOND_PROSECUTOR, NEIGHBOR), ref)
    world.go(timedelta(hours=24))
    _taps(world, (OFFICER, NEIGHBOR), ref)
    a_while(world, ref=ref)


NOT_INVITED = Row(
    "the release of whom a conference is about names an officer's agency, or does not",
    {"names it": _about_one(COUNTY, POLICE), "does not": _about_one(COUNTY)},
    _stands_outside,
    OUTSIDE,
    lambda world: [one.agency for one in consents.standing(world)],
)


# 4. Why does it not take place?


def _ended(ending: Callable[[World, ParticipantRef, ConferenceRef], None], until: date = _LATER) -> Secret:
    """Its briefs open; what differs comes in the hours afterwards."""

    def secret(world: World) -> str:
        about = consents.begun(world)
        _released(world, about, until=until)
        ref = _proposed(world, about, hours=25)
        world.go(timedelta(hours=3))
        ending(world, about, ref)
        return ref

    return secret


def _revoked(world: World, about: ParticipantRef, ref: ConferenceRef) -> None:
    del ref
    consents.revoked(world, about, Ended.SPOKEN)


def _runs_out(world: World, about: ParticipantRef, ref: ConferenceRef) -> None:
    """Its last day passes by itself."""
    del world, about, ref


def _steps_back(world: World, about: ParticipantRef, ref: ConferenceRef) -> None:
    del about
    _acting(world, PROSECUTOR, lambda scene: step_back(scene, ref))


def _waits_for_it(world: World, happen: Callable[[], str]) -> None:
    ref = happen()
    _taps(world, (OFFICER, PROSECUTOR), ref)
    world.go(timedelta(hours=26))
    a_while(world, ref=ref)


PUT_OFF = Row(
    "a conference does not take place as a release was revoked or ran out, or as its guest stepped back",
    {"revoked": _ended(_revoked), "ran out": _ended(_runs_out, TODAY), "stepped back": _ended(_steps_back)},
    _waits_for_it,
    without(PROSECUTOR),
    lambda world: (world.harbor.verbs(), [one.expires_on for one in consents.standing(world)]),
)


# 5. Is somebody left away as two people are kept apart?


def _with_other(apart: bool) -> Secret:
    def secret(world: World) -> str:
        one, other = consents.begun(world), consents.begun(world)
        for about in (one, other):
            _released(world, about, (COUNTY, POLICE))
        _proposed(world, other, hours=40)
        if apart:
            _acting(world, CASE_MANAGER, lambda scene: keep_apart(scene, one, other))
        return _proposed(world, one, (OFFICER,))

    return secret


def _all_sit(world: World, happen: Callable[[], str]) -> None:
    ref = happen()
    world.go(timedelta(hours=8))
    _taps(world, (OFFICER, PROSECUTOR, NEIGHBOR), ref)
    world.go(timedelta(hours=24))
    a_while(world, ref=ref)


RECUSAL = Row(
    "somebody is not asked to a table as two people are kept apart, or for no reason",
    {"kept apart": _with_other(apart=True), "not": _with_other(apart=False)},
    _all_sit,
    OUTSIDE,
    lambda world: (world.harbor.count(Apart), heard_by("UHOLLY001")(world)),
)
