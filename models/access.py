"""Who may see what: the need-to-know matrix, the conditions of each basis, and denials nothing overrides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.classes import NEVER_STORED, STORED, Basis, Category, Purpose
from models.consent import ConsentFacts
from models.participant import Circle
from models.people import Actor, AgencyKind, Role, fits
from models.referral import URGENT, Referral
from models.schema import SlackUserId

POLICY_VERSION = 3
AFTER_MET = timedelta(hours=24)
_LETTERS = {"O": Basis.OWN, "R": Basis.REFERRAL, "T": Basis.CARE_TEAM, "S": Basis.CONSENT}

Matrix = Mapping[Role, Mapping[Category, frozenset[Basis]]]


def _row(cells: str) -> Mapping[Category, frozenset[Basis]]:
    """One cell for each stored category, in their order; `-` = never."""
    split = cells.split()
    return {
        category: frozenset(_LETTERS[letter] for letter in cell if letter != "-")
        for category, cell in zip(STORED, split, strict=True)
    }


_NOTHING = _row("-  -  -  -  -  -  -  -")

# The one table. O = wrote it, R = a referral's responders and screeners, T = the care team, S = a sealed item
# under a live release that names agency, role, category and purpose. The columns are STORED, in this order.
MATRIX: Matrix = {
    #                                 who  where goals barr clin court event danger
    Role.OFFICER: _row("              O    O    OS   OS   -    -    O    -"),
    Role.POLICE_SUPERVISOR: _row("    OS   OS   -    OS   -    -    O    -"),
    Role.LIAISON_PROSECUTOR: _row("   OS   -    OS   OS   -    OS   O    -"),
    Role.PUBLIC_DEFENDER: _row("      OS   O    OS   OS   OS   OS   O    -"),
    Role.CASE_MANAGER: _row("         ORT  ORT  OT   OT   OT   OT   ORT  ORT"),
    Role.OUTREACH_RESPONDER: _row("   OR   OR   -    -    -    -    OR   OR"),
    Role.CLINICAL_SUPERVISOR: _row("  ORT  ORT  OT   OT   OT   OT   ORT  ORT"),
    Role.LEGAL_SYSTEM_ADVOCATE: _row("OT   OT   OT   OT   -    OT   O    -"),
    Role.LEGAL_SERVICES: _row("       OS   OS   OS   OS   OS   OS   O    -"),
    Role.PROJECT_MANAGER: _row("      OR   OR   -    OS   -    -    OR   R"),
    Role.COMMUNITY_REPRESENTATIVE: _row("O O    -    -    -    -    O    -"),
    Role.SERVICE_PROVIDER: _row("     OS   OS   OS   OS   OS   -    O    -"),
    Role.EXECUTIVE: _NOTHING,
    Role.POLICY_GROUP_MEMBER: _NOTHING,
    Role.RECORDS_AUDITOR: _NOTHING,
    Role.TECHNICIAN: _NOTHING,
}

# Cells that hold for one purpose only.
ONLY_FOR: Mapping[tuple[Role, Category], Purpose] = {
    (Role.POLICE_SUPERVISOR, Category.IDENTITY): Purpose.HAND_OFF,
    (Role.POLICE_SUPERVISOR, Category.LOCATION): Purpose.HAND_OFF,
    (Role.SERVICE_PROVIDER, Category.CLINICAL): Purpose.SERVICES,
}


@dataclass(frozen=True)
class Case:
    """Everything a rule may ask about one category of one item, for one reader, at one moment.

    `role` is the one the reader was handed it in (None = as its author). `circle` is the participant it is
    about, `referral` the referral; a person-to-person item may be about either. `potential`: it belongs to
    the conference on somebody who was not referred, and stands for a referral until it is over.
    """

    actor: Actor
    role: Role | None
    basis: Basis
    category: Category
    purpose: Purpose
    moment: datetime
    today: date
    author: SlackUserId
    author_agency: str
    referral: Referral | None = None
    circle: Circle | None = None
    potential: bool = False


Predicate = Callable[[Case], bool]
Conditions = Mapping[tuple[Basis, Role | None], tuple[Predicate, ...]]


def is_author(case: Case) -> bool:
    """Wrote it, and still works for the agency in whose name it was written."""
    return case.author == case.actor.user and case.author_agency == case.actor.agency


def is_open(case: Case) -> bool:
    """The referral it belongs to, if any, is not closed."""
    return case.referral is None or case.referral.closed_at is None


def is_open_to_its_author(case: Case) -> bool:
    """As `is_open`; but whoever referred finds it by what they know, whether it is closed or not."""
    if case.referral is not None and case.referral.referrer == case.author:
        return case.referral.open_to_its_referrer(case.moment)
    return is_open(case)


def is_about_a_referral(case: Case) -> bool:
    """It belongs to a referral, or to what may become one."""
    return case.referral is not None or case.potential


def still_holds_role(case: Case) -> bool:
    """Holds today the role in which it was sent."""
    return case.role is not None and case.actor.holds(case.role)


def works_for_the_team(case: Case) -> bool:
    """Belongs to the case-management side, whatever the role is called."""
    return case.actor.kind is AgencyKind.CASE_MANAGEMENT


def was_dispatched(case: Case) -> bool:
    """Outreach was sent, or the work group asked the team about somebody who was not referred."""
    return case.potential or (case.referral is not None and case.referral.dispatched_at is not None)


def within_a_day_of_meeting(case: Case) -> bool:
    """Not met yet, or met less than 24 hours ago."""
    met_at = case.referral.met_at if case.referral else None
    return met_at is None or case.moment < met_at + AFTER_MET


def was_met_today_or_is_the_case_manager(case: Case) -> bool:
    """The responder's day is not over yet, or it was assigned to this case manager."""
    assigned = case.referral is not None and case.referral.case_manager == case.actor.user
    return assigned or within_a_day_of_meeting(case)


def is_screened_here(case: Case) -> bool:
    """Came through a door that the project manager screens; the two that page at once are not among them."""
    return case.referral is not None and case.referral.door not in URGENT


def is_on_the_care_team(case: Case) -> bool:
    """Assigned to the participant in this role today, or the clinical supervisor of the team's agency."""
    return case.circle is not None and case.circle.has(case.actor, case.role)


def is_covered(case: Case) -> bool:
    """A live release names this agency, role, region, category and purpose."""
    return covering(case) is not None


def covering(case: Case) -> ConsentFacts | None:
    """The consent that covers the case today; of several, the one that ends last."""
    consents = case.circle.consents if case.circle else ()
    covers = [
        consent
        for consent in consents
        if consent.covers(case.actor, case.role, case.category, case.purpose, case.today)
    ]
    return max(covers, key=lambda consent: (consent.expires_on or date.max, consent.id), default=None)


_DISPATCHED = (still_holds_role, works_for_the_team, is_about_a_referral, is_open, was_dispatched)
_SCREENING = (still_holds_role, is_about_a_referral, is_open, is_screened_here)
_TEAM = (still_holds_role, works_for_the_team, is_on_the_care_team)

# What must hold, all of it, beside the cell. An absent or empty line refuses.
CONDITIONS: Conditions = {
    (Basis.OWN, None): (is_author, is_open_to_its_author),
    (Basis.REFERRAL, Role.OUTREACH_RESPONDER): (*_DISPATCHED, within_a_day_of_meeting),
    (Basis.REFERRAL, Role.CASE_MANAGER): (*_DISPATCHED, was_met_today_or_is_the_case_manager),
    (Basis.REFERRAL, Role.CLINICAL_SUPERVISOR): (*_DISPATCHED, within_a_day_of_meeting),
    (Basis.REFERRAL, Role.PROJECT_MANAGER): _SCREENING,
    **{
        (Basis.CARE_TEAM, role): _TEAM
        for role in (Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR, Role.LEGAL_SYSTEM_ADVOCATE)
    },
    **{
        (Basis.CONSENT, role): (still_holds_role, is_covered)
        for role, row in MATRIX.items()
        if any(Basis.CONSENT in cell for cell in row.values())
    },
}

_ACCUSING = frozenset({AgencyKind.POLICE, AgencyKind.PROSECUTOR})
_CONTENTLESS = frozenset({Role.EXECUTIVE, Role.POLICY_GROUP_MEMBER, Role.RECORDS_AUDITOR, Role.TECHNICIAN})


def _never_stored(case: Case) -> bool:
    return case.category in NEVER_STORED


def _accusing_side_without_consent(case: Case) -> bool:
    return case.actor.kind in _ACCUSING and case.basis not in {Basis.OWN, Basis.CONSENT}


def _clinical_without_consent(case: Case) -> bool:
    team = case.actor.kind is AgencyKind.CASE_MANAGEMENT
    return case.category is Category.CLINICAL and not team and case.basis not in {Basis.OWN, Basis.CONSENT}


def _role_without_content(case: Case) -> bool:
    # As its author too: who holds no other role has nothing of their own to read here.
    return case.role in _CONTENTLESS or (case.role is None and case.actor.roles <= _CONTENTLESS)


def _role_of_another_kind(case: Case) -> bool:
    return case.role is not None and not fits(case.role, case.actor.kind)


# Asked before the matrix, so that no table and no site setting can say otherwise.
DENIALS: tuple[Predicate, ...] = (
    _never_stored,
    _accusing_side_without_consent,
    _clinical_without_consent,
    _role_without_content,
    _role_of_another_kind,
)


def refusal(case: Case, matrix: Matrix = MATRIX, conditions: Conditions = CONDITIONS) -> str | None:
    """None when it may be seen, else a code for the audit: the denial or condition that speaks."""
    denied = next((denial for denial in DENIALS if denial(case)), None)
    if denied is not None:
        return denied.__name__.lstrip("_")
    needed = conditions.get((case.basis, case.role))
    if not needed or not _cell_holds(case, matrix):
        return "no_rule"
    missed = next((predicate for predicate in needed if not predicate(case)), None)
    return missed.__name__ if missed else None


def _cell_holds(case: Case, matrix: Matrix) -> bool:
    # As its author one sees what any of one's roles may write.
    roles = [case.role] if case.role else sorted(case.actor.roles)
    within = any(case.basis in matrix[role].get(case.category, frozenset()) for role in roles)
    only = ONLY_FOR.get((case.role, case.category)) if case.role else None
    return within and (case.basis is not Basis.CONSENT or only in {None, case.purpose})


def admitted(basis: Basis, role: Role | None) -> frozenset[Category]:
    """The categories that this basis and role could ever open: no key is wrapped for any other."""
    if role is None:
        return frozenset(STORED) if basis is Basis.OWN else frozenset()
    return frozenset(category for category in STORED if basis in MATRIX[role][category])


def may_write(actor: Actor, category: Category) -> bool:
    """Whether one of the actor's roles may send something of this class."""
    return any(Basis.OWN in MATRIX[role].get(category, frozenset()) for role in actor.roles)


def matrix_table(matrix: Matrix = MATRIX) -> Iterable[tuple[str, ...]]:
    """The matrix as rows of text, its heading first: letters as in MATRIX, `never` for what is not stored."""
    yield ("role", *(category.value for category in Category))
    letters = {basis: letter for letter, basis in _LETTERS.items()}
    for role, row in matrix.items():
        cells = (
            "never" if category in NEVER_STORED else "".join(sorted(letters[b] for b in row[category])) or "-"
            for category in Category
        )
        yield (role.value, *cells)


def conditions_table() -> Iterable[tuple[str, str, str]]:
    """The conditions as rows of text (basis, role, conditions)."""
    for (basis, role), conditions in CONDITIONS.items():
        when = " and ".join(predicate.__name__.replace("_", " ") for predicate in conditions)
        only = "".join(
            f"; {category.value} for {purpose.value} only"
            for (whose, category), purpose in ONLY_FOR.items()
            if basis is Basis.CONSENT and whose is role
        )
        yield basis.value, role.value if role else "author", when + only


def denials_table() -> Iterable[str]:
    """The denials that nothing overrides, as text."""
    for denial in DENIALS:
        yield denial.__name__.strip("_").replace("_", " ")
