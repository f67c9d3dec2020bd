"""The forms of proposals and of changed rules; every open word of theirs is guarded and names nobody."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.standing import DOOR_NAMES
from models.acts.rule_changes import CLOCKS
from models.policy import PolicyState, Stance, Touches

STANCE_WORDS: Mapping[Stance, str] = {
    Stance.SUPPORT: "I support it",
    Stance.LIVE_WITH: "I can live with it",
    Stance.NEED_A_CHANGE: "It needs a change",
    Stance.CANNOT: "I cannot go along",
}
SOUNDS: Mapping[Action, Stance] = {
    Action.SOUND_SUPPORT: Stance.SUPPORT,
    Action.SOUND_LIVE_WITH: Stance.LIVE_WITH,
    Action.SOUND_NEED_A_CHANGE: Stance.NEED_A_CHANGE,
    Action.SOUND_CANNOT: Stance.CANNOT,
}
TOUCHES_WORDS: Mapping[Touches, str] = {
    Touches.NOTHING: "None of the site's rules",
    Touches.CRITERIA: "The criteria card",
    Touches.PRIORITY: "A door's priority",
    Touches.CLOCK: "A clock",
    Touches.OFFICER_CARD: "The officer's card",
    Touches.GUARD_LIST: "The Golden Rule's list of words",
}
CLOCK_WORDS: Mapping[str, str] = {
    "handoff_minutes": "Minutes for a hand-off",
    "intake_days": "Days for the intake",
    "waitlist_review_days": "Days until a waiting referral is looked at again",
    "outreach_hours": "Hours until outreach has tried once",
    "fixed_line_days": "Days between the fixed lines to a referrer",
    "view_hours": "Hours a sealed item can be viewed",
    "destroy_days": "Days after closing until details are destroyed",
    "release_ends_days": "Days before a release ends that the case manager hears",
}
_ANSWER_WORDS = {
    PolicyState.CONSENSUS: "Consensus reached",
    PolicyState.DEFERRED: "Put off until a day",
    PolicyState.NEEDS_MORE: "They need more",
}


def _open_words(name: str, label: str, most: int, hint: str = "", *, required: bool = True) -> Field:
    return Field(
        name,
        label,
        Kind.LONG_TEXT,
        None,
        required=required,
        max_length=most,
        hint=hint,
        guarded=True,
        no_names=True,
    )


PROPOSE = Form(
    ViewId.POLICY_PROPOSE,
    "Propose",
    "Ask everybody",
    (
        _open_words(
            "background", "Background", 1500, "Why does it matter? No names, and nothing of anybody."
        ),
        _open_words("options", "Options", 1500, "What could be done, and what you propose."),
        Field(
            "touches",
            "What would it change?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, words) for one, words in TOUCHES_WORDS.items()),
        ),
    ),
    intro=("Everybody of the work group is asked what they say to it, before the policy group meets.",),
)
SOUNDING = Form(
    ViewId.SOUNDING,
    "Before the meeting",
    "Send",
    (
        Field(
            "stance",
            "What do you say?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, words) for one, words in STANCE_WORDS.items()),
        ),
        _open_words("words", "In your words, if you like", 500, required=False),
    ),
    note="Only the project manager reads this. No votes are counted. Change it until the group answers.",
)
ANSWER = Form(
    ViewId.POLICY_ANSWER,
    "The group's answer",
    "Save",
    (
        Field(
            "how",
            "What did the policy group answer?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(one.value, words) for one, words in _ANSWER_WORDS.items()),
        ),
        _open_words("words", "In their words", 600, "Whoever raised it reads this. No names."),
        Field("until", "Until when, if put off?", Kind.DATE, None, required=False),
    ),
)
CHOOSE = Form(
    ViewId.PASS_ON_CHOOSE,
    "Who passes it on?",
    "Ask them",
    (Field("who", "Who passes it on in their agency?", Kind.USER, None),),
    note="Whoever was asked there before need not any more.",
)

_EFFECTIVE = Field("effective", "In force from", Kind.DATE, None)
_LINES = "One line each. It stands on every officer's screen."
CRITERIA = Form(
    ViewId.RULES_CRITERIA,
    "Criteria card",
    "Propose",
    (_open_words("lines", "The card", 3000, _LINES), _EFFECTIVE),
)
CARD = Form(
    ViewId.RULES_CARD,
    "Officer's card",
    "Propose",
    (_open_words("lines", "The card", 2000, _LINES, required=False), _EFFECTIVE),
)
PRIORITY = Form(
    ViewId.RULES_PRIORITY,
    "Door's priority",
    "Propose",
    (
        Field(
            "door",
            "Which door?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(door.value, name) for door, name in DOOR_NAMES.items()),
        ),
        Field(
            "number",
            "Its priority",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(str(number), str(number)) for number in range(1, 10)),
            hint="1 goes first.",
        ),
        _EFFECTIVE,
    ),
)
CLOCK = Form(
    ViewId.RULES_CLOCK,
    "Clock",
    "Propose",
    (
        Field(
            "clock",
            "Which clock?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(name, CLOCK_WORDS[name]) for name in CLOCKS),
        ),
        Field("number", "Its number", Kind.TEXT, None, max_length=4, guarded=True),
        _EFFECTIVE,
    ),
)
GUARD = Form(
    ViewId.RULES_GUARD,
    "List of words",
    "Propose",
    (
        _open_words("stop", "Words that stop a text", 3000, "One each line.", required=False),
        _open_words("let_pass", "Words that do not", 3000, "One each line.", required=False),
        _EFFECTIVE,
    ),
    note="One of the two people who agree is a clinical supervisor.",
)
CHANGES: Mapping[Touches, Form] = {
    Touches.CRITERIA: CRITERIA,
    Touches.OFFICER_CARD: CARD,
    Touches.PRIORITY: PRIORITY,
    Touches.CLOCK: CLOCK,
    Touches.GUARD_LIST: GUARD,
}
