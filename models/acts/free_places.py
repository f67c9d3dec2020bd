"""The openings board: posting what is free, claiming it one by one, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.acts.place_postings import contacts_of, may_claim, may_post, posting_of
from models.audit import Verb
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, UnknownReference
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.scene import Scene, the_actor
from models.schema import SlackUserId, new_handle
from models.vacant_place import Claim, PlaceKind, VacantPlace, locked_place

USUAL = timedelta(hours=48)
LONGEST = timedelta(days=30)
MOST_PLACES = 20
WHOLE = (Step.PLACE_ENDS, Step.PLACE_OVER)
_REMINDED_BEFORE = timedelta(hours=4)


@dataclass(frozen=True)
class Offer:
    """What is to be posted. `words` is guarded open text; an empty region is every region."""

    kind: PlaceKind
    region: str
    words: str
    places: int
    expires_at: datetime


def too_long(moment: datetime, expires_at: datetime) -> bool:
    """Whether it would stand longer than anybody can promise."""
    return expires_at > moment + LONGEST


def offer(scene: Scene, wanted: Offer) -> VacantPlace:
    """Post it for one's own agency.

    Raises:
        NotOnRoster, NotAllowed: not theirs to post.
        ValueError: it has ended already, would stand too long, or is for none or too many.
    """
    actor = the_actor(scene)
    if not may_post(actor):
        raise NotAllowed("openings")
    is_in_time = scene.moment < wanted.expires_at and not too_long(scene.moment, wanted.expires_at)
    if not is_in_time or not 1 <= wanted.places <= MOST_PLACES:
        raise ValueError("openings")
    place = VacantPlace(
        id=new_handle(),
        kind=wanted.kind.value,
        region=wanted.region,
        words=wanted.words,
        agency=actor.agency,
        posted_by=actor.user,
        places=wanted.places,
        posted_at=scene.moment,
        expires_at=wanted.expires_at,
        version=1,
    )
    scene.work.session.add(place)
    scene.work.session.flush()
    scene.note(Verb.PLACE_POSTED, (place.id,), wanted.kind.value)
    _plan(scene, place)
    return place


def claim(scene: Scene, place_id: str) -> Claim:
    """Claim one of them; the provider is told by which agency.

    Raises:
        NotOnRoster, NotAllowed: not theirs to claim.
        AlreadyChanged: it is over, or all are claimed.
        NotAvailable: there is none, or nobody of that agency is left who could be called.
    """
    actor = the_actor(scene)
    if not may_claim(actor):
        raise NotAllowed("openings")
    place = _running(scene, place_id)
    if not posting_of(scene, place).left:
        raise AlreadyChanged("none_left")
    providers = contacts_of(scene, place)
    if not providers:
        raise NotAvailable("nobody_there")
    made = Claim(
        id=new_handle(), place=place.id, member=actor.user, agency=actor.agency, claimed_at=scene.moment
    )
    scene.work.session.add(made)
    scene.work.session.flush()
    scene.note(Verb.PLACE_CLAIMED, (place.id, made.id))
    _tell(scene, Kind.PLACE_CLAIMED, providers, made.id)
    return made


def give_back(scene: Scene, claim_id: str) -> Claim:
    """Give one back that one's own agency claimed, as long as the posting runs; the provider is told.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not theirs to give back, or there is none.
        AlreadyChanged: it was given back, or the posting is over.
    """
    actor = the_actor(scene)
    found = scene.work.session.get(Claim, claim_id)
    if found is None or not may_claim(actor) or found.agency != actor.agency:
        raise NotAvailable("claim")
    place = _running(scene, found.place)
    scene.work.session.refresh(found)  # under the posting's lock
    if found.given_back_at is not None:
        raise AlreadyChanged("given_back")
    found.given_back_at = scene.moment
    scene.work.session.flush()
    scene.note(Verb.PLACE_GIVEN_BACK, (place.id, found.id))
    _tell(scene, Kind.PLACE_GIVEN_BACK, contacts_of(scene, place), found.id)
    return found


def longer(scene: Scene, place_id: str) -> VacantPlace:
    """It stays free: two days more from now, and its end comes anew.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not of their agency.
        AlreadyChanged: it is over; it can be posted anew.
    """
    place = _own(scene, place_id)
    place.expires_at = max(place.expires_at, scene.moment + USUAL)
    place.version += 1
    scene.work.session.flush()
    scene.note(Verb.PLACE_POSTED, (place.id,), "longer")
    _plan(scene, place)
    return place


def withdraw(scene: Scene, place_id: str) -> VacantPlace:
    """Nothing of it is free any more. What was claimed before stays arranged between the two.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: not of their agency.
        AlreadyChanged: it is over.
    """
    place = _own(scene, place_id)
    _end(scene, place, "withdrawn")
    return place


def take_step(scene: Scene, step: DueStep) -> str:
    """Remind the provider once before the end; end it when it has come. Answers a short code."""
    place = scene.work.session.get(VacantPlace, step.subject)
    if place is None:
        return "gone"
    place = locked_place(scene.work, place.id)
    if place.ended_at is not None:
        return "over"
    if Step(step.step) is Step.PLACE_OVER:
        _end(scene, place, "expired")
        return "ended"
    if not posting_of(scene, place).left:
        return "none_left"
    told = contacts_of(scene, place)
    _tell(scene, Kind.PLACE_ENDS, told, place.id, f":{place.version}")
    return "reminded" if told else "nobody"


def not_reached(scene: Scene, notice: Notice) -> None:
    """The provider could not be told: whoever claimed it hears that a call is needed."""
    made = scene.work.session.get(Claim, notice.target)
    if made is not None:
        _tell(scene, Kind.PLACE_NOT_REACHED, [made.member], made.id)


def _running(scene: Scene, place_id: str) -> VacantPlace:
    """Held until the unit of work ends, so that of two who tap at once one is second."""
    try:
        place = locked_place(scene.work, place_id)
    except UnknownReference:
        raise NotAvailable("place") from None
    if place.ended_at is not None or place.expires_at <= scene.moment:
        raise AlreadyChanged("over")
    return place


def _own(scene: Scene, place_id: str) -> VacantPlace:
    actor = the_actor(scene)
    found = scene.work.session.get(VacantPlace, place_id)
    if found is None or not may_post(actor) or found.agency != actor.agency:
        raise NotAvailable("place")
    return _running(scene, place_id)


def _end(scene: Scene, place: VacantPlace, why: str) -> None:
    place.ended_at = scene.moment
    place.version += 1
    scene.work.session.flush()
    call_off(scene.work, place.id, WHOLE, scene.moment)
    scene.note(Verb.PLACE_ENDED, (place.id,), why)


def reminder_at(moment: datetime, expires_at: datetime) -> datetime:
    """So long before its end; of one that is short halfway."""
    return expires_at - min(_REMINDED_BEFORE, (expires_at - moment) / 2)


def _plan(scene: Scene, place: VacantPlace) -> None:
    call_off(scene.work, place.id, WHOLE, scene.moment)
    soon = reminder_at(scene.moment, place.expires_at)
    times = {Step.PLACE_ENDS: soon, Step.PLACE_OVER: place.expires_at}
    plan(
        scene.work,
        [
            Planned(step, place.id, at, f"{step.value}:{place.id}:{place.version}")
            for step, at in times.items()
        ],
    )


def _tell(scene: Scene, kind: Kind, people: Sequence[SlackUserId], target: str, turn: str = "") -> None:
    notices = [
        NewNotice(
            kind, one, f"{kind.value}:{target}{turn}:{one}"[:160], target=target, urgency=Urgency.ROUTINE
        )
        for one in people
        if one != scene.user
    ]
    post(scene.work, scene.moment, notices)
