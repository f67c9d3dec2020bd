"""Where an action comes from, and who is at that table: only they propose one, and only they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.access import Case, refusal
from models.acts.groups import members_of, runs_meetings_of
from models.admin_issue import AdminIssue
from models.classes import Basis, Category, Purpose
from models.conference import About, Conference, ConferenceSeat
from models.duties import RESPONDING
from models.errors import NotAvailable, NotOnRoster
from models.participant import Circle, circle_of
from models.people import Actor, Member, Role, actor_of, find_actor
from models.scene import Scene, the_actor
from models.schema import ConferenceRef, IssueRef, ParticipantRef, SituationRef, SlackUserId
from models.situation import Situation
from models.vault import Seat

TEAM_ROLES = (Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR, Role.LEGAL_SYSTEM_ADVOCATE)


@dataclass(frozen=True)
class Table:
    """One table. `people`: everybody at it now, by id. `participant`: empty where no participant is meant.

    `sealed`: what is agreed here is about a person, and only ever sealed.
    """

    came_from: str
    group: str
    people: Mapping[SlackUserId, Actor]
    participant: str = ""
    sealed: bool = False
    circle: Circle | None = None

    @property
    def category(self) -> Category:
        """The class that the words of an action are kept as."""
        return Category.BARRIERS if self.participant else Category.INCIDENT


def table_at(scene: Scene, came_from: str) -> Table:
    """The table that the conference, situation or issue is at, for somebody who sits at it.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: there is none, or it is not theirs; the two are not told apart.
    """
    actor = the_actor(scene)
    table = any_table(scene, came_from)
    if table is None or actor.user not in table.people:
        raise NotAvailable
    return table


def any_table(scene: Scene, came_from: str) -> Table | None:
    """The table, whoever asks; None for no such reference, or a row somebody altered."""
    if came_from.startswith("K-"):
        return _of_conference(scene, ConferenceRef(came_from))
    if came_from.startswith("S-"):
        situation = scene.work.session.get(Situation, SituationRef(came_from))
        if situation is None:
            return None
        return _open_table(scene, came_from, situation.group, situation.owner, situation.raised_by)
    issue = scene.work.session.get(AdminIssue, IssueRef(came_from)) if came_from.startswith("A-") else None
    return _open_table(scene, came_from, issue.group, issue.owner) if issue is not None else None


def group_people(scene: Scene, code: str) -> dict[SlackUserId, Actor]:
    """Everybody of a group today, whoever runs its meetings, and the project managers."""
    group = scene.rules.group(code)
    if group is None:
        return {}
    people = {actor.user: actor for actor in members_of(scene, group)}
    return people | {actor.user: actor for actor in _active(scene) if runs_meetings_of(group, actor)}


def owners_seat(scene: Scene, table: Table, owner: Actor) -> Seat | None:
    """The seat in which somebody could read what another wrote of an action here; None = they could not."""
    for role in sorted(owner.roles):
        for basis in _bases(table, role):
            if refusal(_case(scene, table, owner, role, basis)) is None:
                return Seat(owner.user, role, basis)
    return None


def team_seats(scene: Scene, table: Table, *, supervisors: bool = False) -> list[Seat]:
    """The care team's: whoever is assigned, and for money their clinical supervisors, too."""
    circle = table.circle
    if circle is None:
        return []
    seats = [Seat(user, role, Basis.CARE_TEAM) for user, role in sorted(circle.team) if role in TEAM_ROLES]
    role = Role.CLINICAL_SUPERVISOR
    seats += [
        Seat(actor.user, role, Basis.CARE_TEAM)
        for actor in (_active(scene) if supervisors else ())
        if actor.holds(role) and circle.has(actor, role)
    ]
    return list(dict.fromkeys(seats))


def is_of_team(circle: Circle | None, actor: Actor) -> bool:
    """Whether they work with the participant, in one of the team's roles that they hold today."""
    return circle is not None and any(role in actor.roles and circle.has(actor, role) for role in TEAM_ROLES)


def _of_conference(scene: Scene, ref: ConferenceRef) -> Table | None:
    row = scene.work.session.get(Conference, ref)
    if row is None or not scene.vault.rows.row_holds(row):
        return None
    if row.about == About.SITUATION:
        return _open_table(scene, ref, row.group, row.facilitator, row.asker)
    circle = None
    if row.about == About.PERSON:
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(row.participant))
        if circle is None or circle.closed:
            return None
    group = row.group or scene.rules.groups_or_default()[0].code
    empty = Table(ref, group, {}, row.participant, sealed=True, circle=circle)
    return replace(empty, people={one.user: one for one in _at_conference(scene, row, empty)})


def _at_conference(scene: Scene, row: Conference, table: Table) -> Iterator[Actor]:
    """Who runs it, the team, and whoever has a seat there still."""
    invited = _invited(scene, row)
    for actor in _active(scene):
        at_it = actor.user == row.facilitator or is_of_team(table.circle, actor)
        seated = (actor.user, actor.agency) in invited
        if at_it or (seated and _still_sits(scene, table, actor)):
            yield actor


def _invited(scene: Scene, row: Conference) -> set[tuple[str, str]]:
    """Whoever has a seat, with their agency; once it is closed, whoever had one then, while briefs show."""
    query = select(ConferenceSeat).where(ConferenceSeat.conference == row.ref)
    _, after = scene.rules.conference.window()
    recent = row.closed_at is not None and scene.moment < row.closed_at + after
    return {
        (seat.member, seat.agency)
        for seat in scene.work.session.scalars(query)
        if seat.ended_at is None or (recent and row.closed_at is not None and seat.ended_at >= row.closed_at)
    }


def _still_sits(scene: Scene, table: Table, actor: Actor) -> bool:
    """Whoever no release covers any more sits there no longer, whether anybody has noticed or not."""
    if not table.participant:
        return True
    cases = (
        _case(scene, table, actor, role, Basis.CONSENT, category)
        for role in actor.roles
        for category in Category
    )
    return any(refusal(case) is None for case in cases)


def _bases(table: Table, role: Role) -> tuple[Basis, ...]:
    if table.participant:
        return (Basis.CARE_TEAM, Basis.CONSENT)
    return (Basis.REFERRAL,) if role in RESPONDING else ()


def _case(
    scene: Scene, table: Table, actor: Actor, role: Role, basis: Basis, category: Category | None = None
) -> Case:
    return Case(
        actor=actor,
        role=role,
        basis=basis,
        category=category or table.category,
        purpose=Purpose.CONFERENCE,
        moment=scene.moment,
        today=scene.rules.today(scene.moment),
        author=scene.user,
        author_agency="",
        circle=table.circle,
        potential=table.sealed and not table.participant,
    )


def _open_table(scene: Scene, came_from: str, group: str, *besides: SlackUserId) -> Table:
    code = group or scene.rules.groups_or_default()[0].code
    people = group_people(scene, code)
    for user in besides:
        try:
            actor = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
        except NotOnRoster:
            continue
        people[user] = actor
    return Table(came_from, code, people)


def _active(scene: Scene) -> list[Actor]:
    """Everybody with a standing seat today, in the order of their ids."""
    today = scene.rules.today(scene.moment)
    rows = scene.work.session.scalars(select(Member).order_by(Member.slack_user_id))
    return [actor_of(row, today) for row in rows if row.active_on(today) and scene.vault.rows.row_holds(row)]
