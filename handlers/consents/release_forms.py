"""The forms of a release: every element of 42 CFR 2.31(a) is a field, and each mistake stands at its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.consents.facts import FormFacts
from handlers.consents.terms import categories_words, purposes_words
from handlers.forms import Choice, Draft, Field, Form, Kind, Mistakes
from handlers.ids import View as ViewId
from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS, agency_words, role_words
from models.access import ONLY_FOR, admitted
from models.acts.release import ReleaseForm, never_for, only_for
from models.classes import RELEASABLE, STORED, Basis, Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.people import Role

_TEXT_LENGTH = 75  # Slack's limit for the words of an option
# The sealed side of a form: it goes into the folder, and nothing else of the bot ever reads it.
SEALED_UNDER = Category.IDENTITY
RECIPIENT_ROLES = tuple(role for role in Role if admitted(Basis.CONSENT, role))
CATEGORIES = tuple(
    one for one in STORED if any(one in admitted(Basis.CONSENT, role) for role in RECIPIENT_ROLES)
)
NO_EVIDENCE = "There is no release here for use as evidence against anybody, and none for counselling notes."
THIS_ONE, EVERYBODY = "this", "everybody"
_PROBLEM_WORDS = {
    "in_the_future": "This day has not come yet. Please enter the day it was signed.",
    "no_end": "Please name a last day here, or an event below.",
    "over_already": "This day has passed. A release that is over cannot be entered.",
    "not_of_that_agency": "That agency has nobody in this role. Please choose another role or agency.",
    "none": "Please choose at least one.",
}


def release_form(facts: FormFacts) -> Form:
    """The whole form, for its first recipient."""
    return Form(
        ViewId.RELEASE_FORM,
        "New release",
        "Enter it",
        (*_recipient_fields(facts), *_form_fields()),
        intro=(f"Who may tell: {agency_words(facts.discloser)}, and nobody else.", NO_EVIDENCE),
        note="It counts from the moment you enter it. Name, signature and event are sealed.",
    )


def recipient_form(facts: FormFacts) -> Form:
    """One more recipient of the form that was just entered."""
    return Form(
        ViewId.RELEASE_RECIPIENT,
        "Another recipient",
        "Enter it",
        _recipient_fields(facts),
        intro=("Only somebody whom the same signed form names.", NO_EVIDENCE),
    )


WITHDRAW = Form(
    ViewId.RELEASE_WITHDRAW,
    "Withdraw",
    "Withdraw now",
    (
        Field(
            "how",
            "How did it come?",
            Kind.CHOICE,
            None,
            choices=(
                Choice(Ended.SPOKEN.value, "The person said so"),
                Choice(Ended.WRITTEN.value, "In writing"),
                Choice(Ended.MISTAKE.value, "It was entered by mistake"),
            ),
        ),
        Field(
            "whom",
            "For whom?",
            Kind.CHOICE,
            None,
            choices=(
                Choice(THIS_ONE, "Only the recipient you chose"),
                Choice(EVERYBODY, "Everybody, on every release of the person"),
            ),
        ),
    ),
    intro=("It counts at once. A spoken word is enough; no reason is asked.",),
)


def _recipient_fields(facts: FormFacts) -> tuple[Field, ...]:
    agencies = tuple(Choice(name, agency_words(name)[:_TEXT_LENGTH]) for name in facts.agencies)
    roles = tuple(Choice(role.value, role_words(role.value).capitalize()) for role in RECIPIENT_ROLES)
    categories = tuple(Choice(one.value, CATEGORY_WORDS[one]) for one in CATEGORIES)
    purposes = tuple(Choice(one.value, PURPOSE_WORDS[one].capitalize()) for one in RELEASABLE)
    regions = tuple(Choice(code, name) for code, name in facts.regions)
    return (
        Field("agency", "Who may be told: the agency", Kind.CHOICE, None, choices=agencies),
        Field("role", "In which role there", Kind.CHOICE, None, choices=roles),
        Field("categories", "What they may be told", Kind.MULTI_CHOICE, None, choices=categories),
        Field("purposes", "What for", Kind.MULTI_CHOICE, None, choices=purposes),
        Field(
            "regions",
            "Only in these regions",
            Kind.MULTI_CHOICE,
            None,
            required=False,
            hint="Leave empty for all.",
            choices=regions,
        ),
    )


def _form_fields() -> tuple[Field, ...]:
    how = (Choice(Signed.ON_PAPER.value, "On paper"), Choice(Signed.ELECTRONICALLY.value, "Electronically"))
    told = "They know they can take it back at any time, and how"
    return (
        Field("expires_on", "Last day", Kind.DATE, None, required=False),
        Field(
            "event",
            "Or the event it ends with",
            Kind.TEXT,
            SEALED_UNDER,
            required=False,
            hint="With both, it ends with whichever comes first.",
        ),
        Field("person", "The person's name as on the form", Kind.TEXT, SEALED_UNDER),
        Field("signed_on", "Day it was signed", Kind.DATE, None),
        Field("signed_how", "How it was signed", Kind.CHOICE, None, choices=how),
        Field("signature", "Signature: where the paper lies, or who signed and how", Kind.TEXT, SEALED_UNDER),
        Field(
            "explained",
            "Taking it back",
            Kind.CONFIRM,
            None,
            hint="Saying so to anybody of the team is enough; in writing, too. What was told stays told.",
            choices=(Choice("yes", told),),
        ),
    )


def recipient_of(draft: Draft) -> Recipient:
    """The recipient that a read form names."""
    codes = draft.codes
    return Recipient(
        codes["agency"],
        Role(codes["role"]),
        frozenset(Category(one) for one in codes["categories"].split(";") if one),
        frozenset(Purpose(one) for one in codes["purposes"].split(";") if one),
        frozenset(one for one in codes["regions"].split(";") if one),
    )


def release_of(draft: Draft) -> ReleaseForm:
    """The open side of a read form, with its one recipient."""
    codes = draft.codes
    return ReleaseForm(
        signed_on=date.fromisoformat(codes["signed_on"]),
        signed_how=Signed(codes["signed_how"]),
        recipients=(recipient_of(draft),),
        expires_on=date.fromisoformat(codes["expires_on"]) if codes["expires_on"] else None,
        by_event="event" in draft.details.get(SEALED_UNDER, {}),
    )


def mistakes(form: Form, problems: Mapping[str, str], recipient: Recipient) -> Mistakes:
    """What the law or the matrix misses, in words, at the very field."""
    return Mistakes(
        {f"{form.callback.value}.{name}": _words_for(code, recipient) for name, code in problems.items()}
    )


def _words_for(code: str, recipient: Recipient) -> str:
    if code == "never_for_this_role":
        never = categories_words(never_for(recipient.role, recipient.categories))
        return f"A {role_words(recipient.role.value)} is never told this kind: {never}. Please take it out."
    if code == "only_for":
        limited = only_for(recipient)
        purposes = purposes_words(ONLY_FOR[recipient.role, one] for one in limited)
        who, what = role_words(recipient.role.value), categories_words(limited)
        return f"A {who} is told this for one purpose only: {what}, for {purposes}. Please add that purpose."
    return _PROBLEM_WORDS[code]
