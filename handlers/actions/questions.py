"""The forms of an action: what, by when and who; taking it, another day, giving it back; and of the fund."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.actions.facts import Proposing
from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from models.action import ActionKind, Because
from models.classes import Category

ME = "me"
AS_IT_STANDS, IN_OWN_WORDS = "as_it_stands", "own"
YES, NO, DROP = "yes", "no", "drop"
BECAUSE_WORDS: Mapping[Because, str] = {
    Because.NOT_OURS: "It is not ours to do",
    Because.NO_TIME: "No time for it",
    Because.ANOTHER_WAY: "There is another way",
    Because.WAITS_FOR_OTHERS: "It waits for somebody else",
    Because.CHANGED: "Things have changed",
}
FUND_WORDS: Mapping[str, str] = {
    "words": "What for",
    "amount": "Amount",
    "payee": "Paid to",
    "pool": "Which other pool was tried",
    "paid": "Paid",
}
_WORDS, _OPTION, _MOST = 300, 75, 99
_SEALED = (
    "It is sealed for whoever does it and for the care team. In the open stand a number, a name and a day."
)
_OPEN = "Everybody of the group can read it. No names and no details of people."
_MONEY = (
    "Amount and payee are sealed for the care team. Bail, restitution and debt wait for a clinical "
    "supervisor's decision."
)
_STANDS = "Who does what by which day, in the authority of whoever does it. It stands once they take it."


def action_form(facts: Proposing) -> Form:
    """What, by when, mine or proposed to somebody at the table."""
    others = tuple(Choice(one.user, one.words[:_OPTION]) for one in facts.people[:_MOST])
    legal = ActionKind.LEGAL_HELP
    kinds = (
        Choice(ActionKind.PLAN.value, "A next step"),
        Choice(legal.value, "A referral to legal services"),
    )
    fields = (
        _words("words", "What will be done?", facts.category),
        Field("by", "By when?", Kind.DATE, None),
        Field("who", "Who does it?", Kind.CHOICE, None, first=ME, choices=(Choice(ME, "I do"), *others)),
        *(
            (Field("kind", "Which kind?", Kind.CHOICE, None, first=ActionKind.PLAN.value, choices=kinds),)
            if facts.legal
            else ()
        ),
    )
    intro = (_SEALED if facts.category else _OPEN, _STANDS)
    return Form(ViewId.ACTION_FORM, "Action", "Save", fields, intro)


def _words(name: str, label: str, category: Category | None, *, required: bool = True) -> Field:
    return Field(
        name,
        label,
        Kind.LONG_TEXT,
        category,
        required=required,
        max_length=_WORDS,
        guarded=category is None,
        no_names=category is None,
        golden_rule=category is not None,
    )


def take_form(category: Category | None) -> Form:
    """The owner confirms the words, or writes their own."""
    how = Field(
        "how",
        "In which words?",
        Kind.CHOICE,
        None,
        first=AS_IT_STANDS,
        choices=(Choice(AS_IT_STANDS, "As it stands"), Choice(IN_OWN_WORDS, "In my own words")),
    )
    own = _words("words", "My own words", category, required=False)
    return Form(ViewId.ACTION_TAKE, "I take this", "I take this", (how, own), (_STANDS,))


def _because(*without: Because) -> Field:
    choices = tuple(Choice(one.value, said) for one, said in BECAUSE_WORDS.items() if one not in without)
    return Field("because", "Why?", Kind.CHOICE, None, choices=choices)


GIVE_BACK = Form(
    ViewId.ACTION_GIVE_BACK,
    "Give back",
    "Give back",
    (_because(),),
    ("It waits for somebody else, and whoever proposed it is told.",),
)
NEW_DATE = Form(
    ViewId.ACTION_DATE,
    "New date",
    "Save",
    (Field("by", "By when now?", Kind.DATE, None), _because(Because.NOT_OURS)),
)
DECIDE = Form(
    ViewId.FUND_DECIDE,
    "Your decision",
    "Save",
    (
        Field(
            "answer",
            "Bail, restitution or debt: may it be paid?",
            Kind.CHOICE,
            None,
            choices=(Choice(YES, "Yes"), Choice(NO, "No")),
        ),
    ),
    ("It is asked once. Whoever asked is told at once.",),
)
PAID = Form(
    ViewId.ACTION_PAID,
    "Done",
    "Save",
    (Field("paid", "How much was paid?", Kind.TEXT, Category.BARRIERS, max_length=16, hint="As in 120.50"),),
    ("It is sealed. What is left in the fund goes down by it.",),
)
ADD = Form(
    ViewId.FUND_ADD,
    "The fund",
    "Add",
    (
        Field(
            "sum",
            "How much was added?",
            Kind.TEXT,
            None,
            max_length=16,
            hint="As in 2000 or 120.50",
            guarded=True,
        ),
    ),
    ("Only what was added as a whole: never a payment.",),
)


def offer_form(facts: Proposing) -> Form:
    """What came back: to whom, by when; or nobody does it."""
    people = tuple(Choice(one.user, one.words[:_OPTION]) for one in facts.people[: _MOST - 1])
    choices = (Choice(ME, "Me"), *people, Choice(DROP, "Nobody: it ends"))
    return Form(
        ViewId.ACTION_OFFER,
        "Propose again",
        "Save",
        (
            Field("who", "Who could do it?", Kind.CHOICE, None, choices=choices),
            Field("by", "By when?", Kind.DATE, None, required=False),
        ),
    )


def fund_form(facts: Proposing) -> Form:
    """What is asked of the flexible fund; there is no list of what it may be for."""
    funds = tuple(Choice(code, name[:_OPTION]) for code, name in facts.funds)
    sealed = Category.BARRIERS
    yes_no = (Choice(YES, "Yes"), Choice(NO, "No"))
    fields = (
        Field("fund", "Which fund?", Kind.CHOICE, None, first=facts.funds[0][0], choices=funds),
        Field("amount", "Amount", Kind.TEXT, sealed, max_length=16, hint="As in 120.50"),
        Field("payee", "Paid to", Kind.TEXT, sealed, max_length=150),
        Field("words", "What for?", Kind.LONG_TEXT, sealed, max_length=_WORDS),
        Field("pool", "Which other pool was tried?", Kind.TEXT, sealed, max_length=150),
        Field("decides", "Is it bail, restitution or debt?", Kind.CHOICE, None, choices=yes_no),
        Field("by", "By when?", Kind.DATE, None),
    )
    return Form(ViewId.ACTION_FUND, "Flexible fund", "Save", fields, (_MONEY,))
