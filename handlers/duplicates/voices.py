"""Notices about pairs: for whoever may still say something about one, while it waits for them."""

from __future__ import annotations

from handlers.blocks import actions, button, section
from handlers.duplicates.notices import PAIR_WORDS
from handlers.ids import Action
from handlers.voice import Message, Telling, Voices
from models.acts.duplicates import waiting_for
from models.errors import NotOnRoster
from models.notice import Kind, Never
from models.people import find_actor

_BUTTONS = {
    Kind.PAIR_FOUND: (Action.LOOK_AT_PAIR, "Look at both"),
    Kind.PAIR_CONFIRMED: (Action.MERGE_PAIR, "Merge"),
}


def _pair(telling: Telling) -> Message | Never:
    reader, target = telling.notice.recipient, telling.notice.target
    scene = telling.ground.scene(telling.work, reader)
    try:
        actor = find_actor(telling.work, scene.vault.rows, reader, scene.rules.today(scene.moment))
    except NotOnRoster:
        return Never("not_on_roster")
    if all(pair.id != target for pair in waiting_for(scene, actor)):
        return Never("done")
    sentence = PAIR_WORDS[telling.kind]
    action, label = _BUTTONS[telling.kind]
    return Message(
        sentence, [section(sentence), actions("pair", [button(action.value, label, value=target)])]
    )


VOICES: Voices = dict.fromkeys(PAIR_WORDS, _pair)
