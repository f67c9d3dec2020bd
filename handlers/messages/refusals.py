"""Why a message cannot be sent to somebody, at whose field it stands, and who may learn it."""

from __future__ import annotations

from collections.abc import Mapping

from models.acts.addressing import Addressed, Post
from models.people import Member
from models.scene import Scene
from models.schema import SlackUserId

# All that somebody outside the care team ever reads, whatever the cause.
NOT_TO_THEM = "This cannot be sent to them. Please use the phone: {line}."
NOBODY_NAMED = "Choose a role or a person."
WHY: Mapping[str, str] = {
    "no_consent": (
        "No live release covers this. Three ways on: ask for a release (/lead consent), "
        "choose a narrower kind, or talk by phone."
    ),
    "never": "This role never receives this kind.",
    "not_theirs": "They do not work with this person, or not any more. Choose somebody else, or call {line}.",
    "vacant": "Nobody but you holds this role there today. Choose another, or a person.",
    "unrostered": "Not on the roster today. Choose somebody else, or call {line}.",
    "yourself": "You cannot send it to yourself.",
}
# These hang on the roster alone, which everybody may know.
_OF_THE_ROSTER = frozenset({"vacant", "unrostered", "yourself"})


def refusal_at(scene: Scene, addressed: Addressed, *, told: bool, reply: bool) -> dict[str, str]:
    """The sentence at each field (`{line}` is the team line). Nobody outside is told who and why.

    A person is named as the roster names them, so that of several it is plain whom it concerns.
    """
    if reply and not told:
        return {"kind": NOT_TO_THEM}
    said: dict[str, list[str]] = {}
    for one in addressed.unreached:
        sentence = WHY[one.reason] if told or one.reason in _OF_THE_ROSTER else NOT_TO_THEM
        if isinstance(one.whom, Post):
            said.setdefault("role", []).append(sentence)
        else:
            field, name = ("kind", "") if reply else ("people", _name(scene, one.whom))
            said.setdefault(field, []).append(f"{name}{sentence}")
    return {field: " ".join(dict.fromkeys(sentences)) for field, sentences in said.items()}


def _name(scene: Scene, user: SlackUserId) -> str:
    """`Fen Hollyhock: `; braces are not a form's."""
    member = scene.work.session.get(Member, user)
    return f"{member.display_name}: ".replace("{", "(").replace("}", ")") if member else ""
