"""The places at a conference: taken, handed the brief, told, and ended the moment nothing covers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from models.acts.conference_people import TEAM_ONLY, Covered, actor_or_none, still_covered
from models.acts.conference_telling import items_of, send_cards, tell
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import Basis
from models.conference import (
    ASIDE,
    COMING,
    STEPPED_BACK,
    Conference,
    ConferenceSeat,
    locked_conference,
    seats_at,
)
from models.envelope import Envelope
from models.notice import Kind
from models.people import ACCUSING, Actor, Role, agency_kind
from models.scene import Scene
from models.schema import ConferenceRef, SlackUserId
from models.vault import Details, Seat


def seat_people(scene: Scene, conference: Conference, people: Iterable[Covered]) -> list[ConferenceSeat]:
    """A place for each of them; a place that had ended is theirs again. Answers those that are new."""
    taken = []
    was_set_aside = _was_set_aside(scene, conference)
    for one in people:
        if was_set_aside and agency_kind(one.agency) in ACCUSING:
            continue
        row = scene.work.session.get(ConferenceSeat, (conference.ref, one.user))
        if row is not None and row.ended_at is None:
            continue
        if row is None:
            row = ConferenceSeat(conference=conference.ref, member=one.user, answer="")
            scene.work.session.add(row)
        row.role, row.agency, row.invited_at = one.role.value, one.agency, scene.moment
        row.ended_at = None
        row.answer = COMING if row.answer == COMING else ""
        taken.append(row)
        scene.note(Verb.CONFERENCE_SEATED, (conference.ref, one.user), one.role.value)
    scene.work.session.flush()
    return taken


def unless_stepped_back(scene: Scene, conference: Conference, people: Iterable[Covered]) -> list[Covered]:
    """Those of them who have not said that they do not take part: no further form asks them again."""
    rows = select(ConferenceSeat.member).where(
        ConferenceSeat.conference == conference.ref,
        ConferenceSeat.answer == STEPPED_BACK,
        ConferenceSeat.ended_at.is_not(None),
    )
    gone = set(scene.work.session.scalars(rows))
    return [one for one in people if one.user not in gone]


def set_aside_at(scene: Scene, ref: ConferenceRef) -> str:
    """Nobody of police or prosecution has a place at it any more, nor gets one later; whom it is about."""
    conference = locked_conference(scene.work, ref)
    for seat in seats_at(scene.work, ref):
        if agency_kind(seat.agency) in ACCUSING:
            seat.answer = ASIDE
            end_seat(scene, conference, seat, "set_aside")
    return conference.participant


def _was_set_aside(scene: Scene, conference: Conference) -> bool:
    rows = select(ConferenceSeat.member).where(
        ConferenceSeat.conference == conference.ref, ConferenceSeat.answer == ASIDE
    )
    return scene.work.session.scalar(rows.limit(1)) is not None


def covered_seats(scene: Scene, conference: Conference) -> list[Seat]:
    """The places that a release covers now, as the vault grants them."""
    rows = seats_at(scene.work, conference.ref)
    return [
        Seat(row.member, Role(row.role), Basis.CONSENT)
        for row in rows
        if still_covered(scene, conference, row.member, Role(row.role))
    ]


def hand_out(
    scene: Scene,
    author: Actor,
    conference: Conference,
    details: Details,
    team: Sequence[Seat],
    guests: Sequence[Seat],
) -> None:
    """Seal what was written for all of them, and hand the newly invited what stood there before.

    Where to approach the person goes to the team alone.

    Raises:
        Unsafe: a key is missing.
    """
    share_standing(scene, conference, team, guests)
    for_all = {category: fields for category, fields in details.items() if category is not TEAM_ONLY}
    for_team = {category: fields for category, fields in details.items() if category is TEAM_ONLY}
    for part, seats in ((for_all, [*team, *guests]), (for_team, team)):
        if not part:
            continue
        scene.vault.sealer.seal(
            scene.work,
            author,
            conference,
            part,
            seats,
            moment=scene.moment,
            destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
        )
        # From its second version on, a seat gets what is added under the handle that it has.
        conference.version += 1
        scene.vault.rows.sign_row(conference)
        scene.work.session.flush()


def share_standing(
    scene: Scene, conference: Conference, team: Sequence[Seat], guests: Sequence[Seat]
) -> None:
    """Hand what is sealed already to seats that have nothing of it yet."""
    written = select(Envelope.id).where(Envelope.subject == conference.ref).limit(1)
    if scene.work.session.scalar(written) is None:
        return
    scene.vault.sealer.share(scene.work, conference, team, scene.moment)
    scene.vault.sealer.share(scene.work, conference, guests, scene.moment, besides=TEAM_ONLY)


def invite(scene: Scene, conference: Conference, seats: Iterable[ConferenceSeat], turn: str = "") -> None:
    """Each hears the hour; where the briefs are open already, by the card itself. `turn`: as `send_cards`."""
    before, after = scene.rules.conference.window()
    members = [row.member for row in seats if row.member != conference.facilitator]
    if not conference.opens_at(scene.moment, before, after):
        tell(scene, conference, Kind.CONFERENCE_INVITED, members)
        return
    items = [one for one in items_of(scene.work, conference) if one.recipient in members]
    digest = scene.note(Verb.NOTICE_POSTED, (conference.ref,), "card")
    send_cards(scene, conference, items, scene.audit.receipt(digest), turn)


def end_seat(
    scene: Scene, conference: Conference, seat: ConferenceSeat, why: str, tapped_in: str = ""
) -> None:
    """Somebody is not at it any more: what they were handed is void, and opens no more.

    Nothing is said to them: `why` stands in the log alone. `tapped_in`: the view in which they ended it.
    """
    seat.ended_at = scene.moment
    scene.work.session.flush()
    handles = [
        one.handle
        for one in items_of(scene.work, conference)
        if one.recipient == seat.member and one.basis != Basis.OWN.value
    ]
    scene.vault.revoker.withdraw(scene.work, handles, scene.moment)
    blank_open_views(scene.work, seat.member, scene.moment, [conference.ref], besides=tapped_in)
    scene.note(Verb.CONFERENCE_LEFT, (conference.ref, seat.member), why)


def blank_briefs(scene: Scene, conference: Conference) -> None:
    """No invitee may read it now: what they have open of it goes blank."""
    for seat in seats_at(scene.work, conference.ref):
        blank_open_views(scene.work, seat.member, scene.moment, [conference.ref])


def take_back(scene: Scene, conference: Conference) -> None:
    """Every guest's place ends, and the care team's own stay."""
    for seat in seats_at(scene.work, conference.ref):
        end_seat(scene, conference, seat, "over")


def recheck(scene: Scene, conference: Conference) -> list[ConferenceSeat]:
    """Everybody's place is looked at anew; answers those that stay."""
    stay = []
    for seat in seats_at(scene.work, conference.ref):
        if stands(scene, conference, seat):
            stay.append(seat)
        else:
            end_seat(scene, conference, seat, "not_covered")
    return stay


def stands(scene: Scene, conference: Conference, seat: ConferenceSeat) -> bool:
    """Whether a place is covered now: by a release, or at a potential referral's by the role it was for."""
    role = Role(seat.role)
    if conference.participant:
        return still_covered(scene, conference, seat.member, role)
    actor = actor_or_none(scene, SlackUserId(seat.member))
    return actor is not None and actor.holds(role) and actor.agency == seat.agency
