"""The forms of the roster: appoint, leave, transfer, acting."""

from __future__ import annotations

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.members.roster_facts import Offer
from models.people import Account, Role

_OPTION_LENGTH = 75  # https://docs.slack.dev/reference/block-kit/composition-objects/option-object
_ACCOUNTS = {Account.ANY: "Any", Account.MEMBER: "Full member", Account.GUEST: "Guest"}
_SECOND = "What this adds takes effect when two people of two agencies stand behind it; you count as one."


def role_name(role: str) -> str:
    """`case_manager` -> `case manager`."""
    return role.replace("_", " ")


def agency_name(agency: str) -> str:
    """`police:Lantern Harbor PD` -> `Lantern Harbor PD (police)`."""
    kind, _, name = agency.partition(":")
    return f"{name} ({role_name(kind)})"


LEAVE = Form(
    ViewId.LEAVE,
    "Leave",
    "Save",
    (
        Field("from", "First day", Kind.DATE, None, hint="Today: access stops at once."),
        Field("until", "Last day", Kind.DATE, None, hint="Access comes back by itself the day after."),
    ),
    note="Do not write why. What they have open is handed on when the leave begins.",
)


def appoint_form(offer: Offer) -> Form:
    """A new seat."""
    kinds = tuple(Choice(kind.value, text) for kind, text in _ACCOUNTS.items())
    return Form(
        ViewId.APPOINT,
        "Appoint",
        "Propose",
        (
            Field("person", "Slack account", Kind.USER, None),
            Field("name", "Name shown", Kind.TEXT, None, max_length=80),
            *_seat_fields(offer),
            Field("account", "Kind of Slack account", Kind.CHOICE, None, choices=kinds),
        ),
        note=_SECOND,
    )


def transfer_form(offer: Offer) -> Form:
    """Another agency, other roles or regions."""
    intro = ("What they lose ends now. What is new waits for a second person.",)
    return Form(ViewId.TRANSFER, "Transfer", "Save", _seat_fields(offer), intro=intro, note=_SECOND)


def acting_form(offer: Offer) -> Form:
    """One more role for a time."""
    fields = (
        Field("role", "Acting as", Kind.CHOICE, None, choices=_roles(offer)),
        Field("from", "First day", Kind.DATE, None),
        Field("until", "Last day", Kind.DATE, None),
    )
    return Form(ViewId.ACTING, "Acting role", "Propose", fields, note=_SECOND)


def _seat_fields(offer: Offer) -> tuple[Field, ...]:
    agencies = tuple(Choice(name, agency_name(name)[:_OPTION_LENGTH]) for name in offer.agencies)
    regions = tuple(Choice(code, name) for code, name in offer.regions)
    return (
        Field("agency", "Agency", Kind.CHOICE, None, choices=agencies),
        Field("roles", "Roles", Kind.MULTI_CHOICE, None, choices=_roles(offer)),
        Field(
            "regions", "Regions", Kind.MULTI_CHOICE, None, required=False, hint="None = all.", choices=regions
        ),
        Field("from", "First day", Kind.DATE, None, required=False),
        Field("until", "Last day", Kind.DATE, None, required=False),
    )


def _roles(offer: Offer) -> tuple[Choice, ...]:
    known = [role.value for role in Role if role.value in offer.roles]
    return tuple(Choice(role, role_name(role).capitalize()) for role in known)
