"""The openings board as it is read: what runs, how many are left of each, and who is called about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.errors import NotAllowed
from models.people import Actor, Role, active_with
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.vacant_place import Claim, VacantPlace

# Who posts, each for their own agency; and who claims, for somebody they work with.
POSTS = (Role.SERVICE_PROVIDER, Role.CASE_MANAGER)
CLAIMS = (Role.CASE_MANAGER, Role.OUTREACH_RESPONDER, Role.CLINICAL_SUPERVISOR, Role.LEGAL_SYSTEM_ADVOCATE)
Posters = Mapping[str, Sequence[SlackUserId]]  # by agency


@dataclass(frozen=True)
class Posting:
    """A running posting, and the claims on it that stand."""

    place: VacantPlace
    claims: tuple[Claim, ...]

    @property
    def left(self) -> int:
        """How many can still be claimed."""
        return max(0, self.place.places - len(self.claims))


def may_post(actor: Actor) -> bool:
    """Whether they post what their agency has free."""
    return actor.holds(*POSTS)


def may_claim(actor: Actor) -> bool:
    """Whether they claim for somebody they work with."""
    return actor.holds(*CLAIMS)


def board(scene: Scene) -> list[Posting]:
    """What runs, the latest to end first. A provider sees their own agency's; what is taken, its two sides.

    Raises:
        NotOnRoster, NotAllowed: the board is not for them.
    """
    actor = the_actor(scene)
    if not (may_post(actor) or may_claim(actor)):
        raise NotAllowed("openings")
    query = select(VacantPlace).where(VacantPlace.ended_at.is_(None), VacantPlace.expires_at > scene.moment)
    places = scene.work.session.scalars(query.order_by(VacantPlace.expires_at.desc(), VacantPlace.id)).all()
    posters = _posters(scene)
    return [one for one in _with_claims(scene, places) if _shows(actor, one, posters)]


def posting_of(scene: Scene, place: VacantPlace) -> Posting:
    """The posting with its claims; the caller holds it, if nothing may change meanwhile."""
    (posting,) = _with_claims(scene, [place])
    return posting


def contacts_of(scene: Scene, place: VacantPlace) -> list[SlackUserId]:
    """Who is called about it: whoever posted it; if they are gone, everybody of their agency who posts."""
    return _contacts(place, _posters(scene))


def _with_claims(scene: Scene, places: Sequence[VacantPlace]) -> list[Posting]:
    query = select(Claim).where(
        Claim.place.in_([place.id for place in places]), Claim.given_back_at.is_(None)
    )
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for one in scene.work.session.scalars(query.order_by(Claim.claimed_at, Claim.id)):
        found[one.place].append(one)
    return [Posting(place, tuple(found[place.id])) for place in places]


def _posters(scene: Scene) -> Posters:
    """Everybody who posts, by agency, service providers first."""
    today = scene.rules.today(scene.moment)
    found: defaultdict[str, list[SlackUserId]] = defaultdict(list)
    for role in POSTS:
        for one in active_with(scene.work, scene.vault.rows, role, today):
            if one.user not in found[one.agency]:
                found[one.agency].append(one.user)
    return found


def _contacts(place: VacantPlace, posters: Posters) -> list[SlackUserId]:
    theirs = posters.get(place.agency, ())
    return [place.posted_by] if place.posted_by in theirs else list(theirs)


def _shows(actor: Actor, posting: Posting, posters: Posters) -> bool:
    if posting.place.agency == actor.agency and may_post(actor):
        return True
    if not may_claim(actor):
        return False
    is_theirs = any(one.agency == actor.agency for one in posting.claims)
    return is_theirs or (posting.left > 0 and bool(_contacts(posting.place, posters)))
