"""Replies stay sealed; outside the care team every refusal is the same bytes."""

from __future__ import annotations

import json
from datetime import timedelta

from handlers.ids import Action, View
from handlers.messages.refusals import NOT_TO_THEM, WHY
from models.message import SealedMessage
from models.schema import SlackUserId
from tests.handlers.consents.releasing import TO_PROSECUTOR, begun, release
from tests.handlers.harbor import (
    CASE_MANAGER,
    PROSECUTOR,
)
from tests.handlers.messages.sealing import (
    end,
    item_of,
    newest,
    open_item,
    refusals,
    released,
    said_in,
    sealed,
    submit,
    values,
)
from tests.handlers.wing import Wing

COLLEAGUE = SlackUserId("UTULLEX01")
PHONE = "(555) 010-0199"
OUTSIDE = NOT_TO_THEM.format(line=PHONE)


def test_a_reply_goes_sealed_to_who_wrote_and_to_nobody_else(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref, PROSECUTOR, COLLEAGUE)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    wing.click(PROSECUTOR, Action.REPLY_SEALED, value=handle, view={})
    form = wing.slack.views("views.push")[-1]
    assert (form["callback_id"], form["private_metadata"]) == (View.SEAL_REPLY, handle)
    wing.harbor.time.go(timedelta(minutes=1))
    said = submit(wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply")
    assert said["response_action"] == "update"
    reply = newest(wing.harbor)
    assert (reply.answers, reply.about, reply.purpose) == (message.ref, message.about, message.purpose)
    assert [card.recipient for card in wing.harbor.notices() if card.subject == reply.ref] == [CASE_MANAGER]
    view = open_item(wing, CASE_MANAGER, item_of(wing.harbor, reply.ref, CASE_MANAGER))
    assert reply.about in said_in(view), "the care team is told whom it is about"


def test_a_reply_form_offers_only_kinds_that_the_role_may_write(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    wing.click(PROSECUTOR, Action.REPLY_SEALED, value=item_of(wing.harbor, message.ref, PROSECUTOR), view={})
    form = json.dumps(wing.slack.views("views.push")[-1])
    assert '"legal_calendar"' in form
    assert '"clinical"' not in form
    filled = values("seal_reply", kind="clinical")
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    assert set(refusals(submit(wing, PROSECUTOR, filled, handle=handle, form="seal_reply"))) == {"kind"}


def test_a_reply_outside_the_team_is_refused_in_the_same_bytes_whatever_the_cause(wing: Wing) -> None:
    harbor, answers = wing.harbor, dict[str, str]()

    def reply(cause: str, handle: str) -> None:
        said = submit(
            wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply", at=f"V{cause}"
        )
        assert refusals(said) == {"kind": OUTSIDE}, cause
        answers[cause] = json.dumps(said)

    told = released(harbor)
    ended, back = sealed(wing, told.ref, at="V1"), sealed(wing, told.ref, at="V2")
    reply("unknown", "0" * 32)
    reply("somebody else's", item_of(harbor, ended.ref, CASE_MANAGER))
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=item_of(harbor, back.ref, CASE_MANAGER))
    reply("taken back", item_of(harbor, back.ref, PROSECUTOR))
    end(harbor, told)
    reply("ended", item_of(harbor, ended.ref, PROSECUTOR))
    harbor.time.go(timedelta(minutes=1))
    brief = sealed(wing, release(harbor, begun(harbor), (TO_PROSECUTOR,), days=1).ref, at="V3")
    harbor.time.go(timedelta(days=2))
    reply("ran out", item_of(harbor, brief.ref, PROSECUTOR))
    harbor.time.go(timedelta(days=2))
    reply("hours over", item_of(harbor, brief.ref, PROSECUTOR))
    left = sealed(wing, released(harbor).ref, at="V4")
    harbor.suspend(CASE_MANAGER)
    reply("sender gone", item_of(harbor, left.ref, PROSECUTOR))
    assert len(answers) == 7
    assert len(set(answers.values())) == 1
    assert harbor.count(SealedMessage) == 4


def test_an_author_does_not_answer_themselves(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine = item_of(wing.harbor, message.ref, CASE_MANAGER)
    said = submit(wing, CASE_MANAGER, values("seal_reply"), handle=mine, form="seal_reply")
    assert refusals(said) == {"kind": OUTSIDE}


def test_the_care_team_is_told_why_a_reply_cannot_be_sent(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    wing.harbor.time.go(timedelta(minutes=1))
    submit(wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply")
    answer = item_of(wing.harbor, newest(wing.harbor).ref, CASE_MANAGER)
    end(wing.harbor, told)
    said = submit(wing, CASE_MANAGER, values("seal_reply"), handle=answer, form="seal_reply")
    assert refusals(said) == {"kind": WHY["no_consent"]}
