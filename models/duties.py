"""Who may do what: the doors of a referral, the acts on one, and the duties around a participant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from models.errors import NotAllowed
from models.people import Actor, AgencyKind, Role
from models.referral import Door

# The roles in which somebody on the rota may be sent to a person, the most fitting first.
RESPONDING = (Role.OUTREACH_RESPONDER, Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR)

DOORS: Mapping[Door, frozenset[Role]] = {
    Door.ARREST_DIVERSION: frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR}),
    Door.SOCIAL_CONTACT: frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR}),
    Door.FIELD_HELP: frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR}),
    Door.COMMUNITY: frozenset(
        {
            Role.COMMUNITY_REPRESENTATIVE,
            Role.SERVICE_PROVIDER,
            Role.PROJECT_MANAGER,
            Role.CASE_MANAGER,
            Role.OUTREACH_RESPONDER,
            Role.CLINICAL_SUPERVISOR,
            Role.PUBLIC_DEFENDER,
            Role.LEGAL_SERVICES,
            Role.LEGAL_SYSTEM_ADVOCATE,
        }
    ),
}


class Act(StrEnum):
    """What somebody who was handed a referral may do about it."""

    ACKNOWLEDGE = "acknowledge"
    ESTIMATE = "estimate"
    MET = "met"
    NOT_MET = "not_met"
    SEND_OUTREACH = "send_outreach"


_RESPONDERS = frozenset(RESPONDING)

ACTS: Mapping[Act, frozenset[Role]] = {
    Act.ACKNOWLEDGE: _RESPONDERS | {Role.PROJECT_MANAGER},
    Act.ESTIMATE: _RESPONDERS,
    Act.MET: _RESPONDERS,
    Act.NOT_MET: _RESPONDERS,
    Act.SEND_OUTREACH: frozenset({Role.PROJECT_MANAGER}),
}


def require_act(act: Act, role: Role | None) -> None:
    """Refuse an act that the role in which somebody was handed the referral does not carry.

    Raises:
        NotAllowed: it does not.
    """
    if role is None or role not in ACTS[act]:
        raise NotAllowed


def doors_of(actor: Actor) -> tuple[Door, ...]:
    """The doors this actor may refer through, in the order of urgency."""
    return tuple(door for door in Door if actor.holds(*DOORS[door]))


def require_door(actor: Actor, door: Door) -> None:
    """Refuse a door that is not the actor's.

    Raises:
        NotAllowed: it is not.
    """
    if door not in doors_of(actor):
        raise NotAllowed


def responding_role(actor: Actor) -> Role | None:
    """The role in which this actor can be sent to a person; None when there is none."""
    if actor.kind is not AgencyKind.CASE_MANAGEMENT:
        return None
    return next((role for role in RESPONDING if actor.holds(role)), None)


def doors_table() -> Iterable[tuple[str, str]]:
    """The doors as rows of text (door, roles)."""
    for door, roles in DOORS.items():
        yield door.value, ", ".join(sorted(roles))


class Duty(StrEnum):
    """What somebody may do for a participant of the team they work on."""

    BEGIN = "begin"
    READ_FOLDER = "read_folder"
    KEEP_FOLDER = "keep_folder"
    KEEP_GOALS = "keep_goals"
    SIGN_RELEASE = "sign_release"
    REVOKE_RELEASE = "revoke_release"
    CHANGE_TEAM = "change_team"
    READ_LOG = "read_log"
    KEEP_COURT = "keep_court"
    ASK = "ask"


_TEAM = frozenset({Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR})

# On top of the role, the care team's own conditions hold: assigned today, or the team's clinical supervisor.
DUTIES: Mapping[Duty, frozenset[Role]] = {
    Duty.BEGIN: _TEAM,
    # Of the folder, too, everybody sees only the classes that the matrix gives to their role.
    Duty.READ_FOLDER: _TEAM | {Role.LEGAL_SYSTEM_ADVOCATE},
    Duty.KEEP_FOLDER: _TEAM,
    Duty.KEEP_GOALS: _TEAM,
    Duty.SIGN_RELEASE: _TEAM,
    # Nobody of the team may be the reason why "stop" has to wait.
    Duty.REVOKE_RELEASE: _TEAM | {Role.LEGAL_SYSTEM_ADVOCATE},
    Duty.CHANGE_TEAM: frozenset({Role.CLINICAL_SUPERVISOR}),
    Duty.READ_LOG: _TEAM,
    Duty.KEEP_COURT: _TEAM | {Role.LEGAL_SYSTEM_ADVOCATE},
    # Coordination with prosecutors, counsel and legal help.
    Duty.ASK: _TEAM | {Role.LEGAL_SYSTEM_ADVOCATE},
}

# Duties that a role has without being on the team: by reference, and without a name in what it is shown.
# Whoever accounts for disclosures must be able to read everybody's account (42 CFR 2.25; 45 CFR 164.528).
BESIDE_THE_TEAM: Mapping[Duty, frozenset[Role]] = {
    Duty.READ_LOG: frozenset({Role.RECORDS_AUDITOR}),
}


def role_beside_the_team(actor: Actor, duty: Duty) -> Role | None:
    """In which role somebody does a duty without being on the team; None when in none."""
    return next((role for role in sorted(BESIDE_THE_TEAM.get(duty, ())) if actor.holds(role)), None)


def sees_names(duty: Duty, role: Role) -> bool:
    """Whether a duty done in this role shows people by name."""
    return role not in BESIDE_THE_TEAM.get(duty, ())


def duties_table() -> Iterable[tuple[str, str]]:
    """The duties of a care team as rows of text (duty, roles)."""
    for duty, roles in DUTIES.items():
        yield duty.value, ", ".join(sorted(roles))


def beside_the_team_table() -> Iterable[tuple[str, str]]:
    """The duties that need no place on the team as rows of text (duty, roles)."""
    for duty, roles in BESIDE_THE_TEAM.items():
        yield duty.value, ", ".join(sorted(roles))
