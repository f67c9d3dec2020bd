"""The way out: judged again for its reader, arrives once whatever Slack does, says nothing it must not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.cards import card
from handlers.desk import SHOWN_FOR
from handlers.messenger import SlackMessenger
from handlers.referrals.voices import CARD_WORDS
from handlers.slack_client import new_client
from handlers.voices import VOICES
from models.acts.suspend import blank_open_views
from models.duties import Act
from models.notice import Again, Kind, Never, NewNotice, Notice, Outcome, Sent, post
from models.outbox import claim, settle
from models.schema import Handle, SlackUserId
from sandbox.faces import SeenMessage
from sandbox.limits import check_message
from sandbox.server import PracticeServer
from tests.handlers.harbor import (
    BACKUP,
    MANAGER,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    REST,
    SECRETS,
    Harbor,
    draft_of,
    sensitive,
)
from tests.handlers.wing import HOME, RememberingSlack, slack_error, text_types
from tests.stage import MANIFEST, WORKSPACE

NEVER = [
    "user_not_found",
    "user_disabled",
    "channel_not_found",
    "cannot_dm_bot",
    "is_archived",
    "messages_tab_disabled",
    "restricted_action",
    "not_in_channel",
    "thread_not_found",
]


@dataclass
class Mail:
    """One messenger, a practice workspace behind it, and the outbox before it."""

    harbor: Harbor
    server: PracticeServer
    messenger: SlackMessenger
    clock: Path
    called: list[tuple[str, str]] = field(default_factory=list)

    def deliver(self) -> list[Outcome]:
        """Claim what is due, deliver it, settle it: what became of each, oldest first."""
        database, now = self.harbor.ground.database, self.harbor.time.moment
        with database.work() as work:
            claimed = claim(work, now, lease=timedelta(seconds=60), limit=100)
            work.commit()
        outcomes = []
        for notice in sorted(claimed, key=lambda notice: notice.id):
            outcomes.append(self.messenger.deliver(notice))
            with database.work() as work:
                settle(work, notice, outcomes[-1], now)
                work.commit()
        return outcomes

    def deliver_all(self, rounds: int = 8) -> None:
        for _ in range(rounds):
            self.deliver()
            self.harbor.time.go(timedelta(seconds=6))

    def ask_backup(self) -> None:
        """Nobody answers for eight minutes, by Slack's clock as by ours: the backup of the rota is asked."""
        self.harbor.wait(8)
        self.clock.write_text(str(timedelta(minutes=8).total_seconds()))
        assert Kind.CARD_NOW in self.harbor.told(BACKUP)

    def dms(self, user: str) -> list[SeenMessage]:
        return self.server.person(user).dms()

    def tell(self, kind: Kind, user: str, key: str) -> None:
        new = NewNotice(kind, SlackUserId(user), key)
        with self.harbor.ground.database.work() as work:
            post(work, self.harbor.time(), [new])
            work.commit()

    def open_ones(self) -> list[Notice]:
        return [notice for notice in self.harbor.notices() if notice.settled_at is None]


@pytest.fixture
def mail(harbor: Harbor) -> Iterator[Mail]:
    clock = harbor.folder / "clock"
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=clock) as server:
        client = new_client(server.bot_token, server.api_url, ssl.create_default_context(), 2)
        called: list[tuple[str, str]] = []
        messenger = SlackMessenger(
            harbor.ground,
            client,
            HOME.bot_user_id,
            lambda method, what: called.append((method, what)),
            voices=VOICES,
        )
        yield Mail(harbor, server, messenger, clock, called)


def deliver_to(slack: RememberingSlack, harbor: Harbor) -> Outcome:
    """One notice, delivered by a Slack that answers as told."""
    messenger = SlackMessenger(
        harbor.ground, slack, HOME.bot_user_id, lambda method, what: None, voices=VOICES
    )
    return messenger.deliver(Notice(id=1, kind=Kind.READ_ONLY_TAB.value, recipient=OFFICER))


def test_a_card_says_the_same_constant_words_twice_and_carries_one_button(mail: Mail) -> None:
    receipt = mail.harbor.refer()
    mail.deliver_all(3)
    [seen] = mail.dms(RESPONDER)
    handle = mail.harbor.item(receipt.ref, RESPONDER)
    assert seen.text.startswith(CARD_WORDS[Kind.CARD_NOW] + " Receipt ")
    assert (
        seen.text
        == " ".join(block["text"]["text"] for block in seen.blocks[:1])
        + " "
        + (seen.blocks[1]["elements"][0]["text"])
    )
    [button] = seen.blocks[2]["elements"]
    assert (button["text"]["text"], button["value"]) == ("Open", handle)
    assert receipt.ref not in seen.words


def test_no_message_of_a_whole_referral_holds_a_detail(mail: Mail) -> None:
    receipt = mail.harbor.refer()
    mail.ask_backup()
    mail.harbor.act(RESPONDER, receipt.ref, Act.ESTIMATE, 20)
    mail.harbor.act(RESPONDER, receipt.ref, Act.MET)
    mail.deliver_all(12)
    told = {user: [seen.words for seen in mail.dms(user)] for user in (OFFICER, RESPONDER, BACKUP)}
    # Received, on the way, met; the card and once again; the card and "in hand".
    assert {user: len(lines) for user, lines in told.items()} == {OFFICER: 3, RESPONDER: 2, BACKUP: 2}
    said = [line for lines in told.values() for line in lines]
    assert not any(secret in line for secret in SECRETS for line in said)
    assert not any("Zebulon" in call.raw_request for call in mail.server.calls())


def test_messages_hold_plain_text_only_and_are_never_unfurled(mail: Mail) -> None:
    mail.harbor.refer()
    mail.deliver_all(3)
    for call in mail.server.calls("chat.postMessage"):
        assert text_types(call.request.get("blocks") or []) <= {"plain_text"}
        assert str(call.request["mrkdwn"]).lower() in {"false", "0"}
        assert str(call.request["unfurl_links"]).lower() in {"false", "0"}


@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "timeout", "cut_after_store"])
@pytest.mark.parametrize("times", [1, 3])
def test_whatever_slack_does_the_message_arrives_once(mail: Mail, kind: str, times: int) -> None:
    mail.server.faults.add("chat.postMessage", kind, times=times, seconds=0.01)
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    mail.deliver_all()
    assert len(mail.dms(OFFICER)) == 1
    assert mail.open_ones() == []
    [notice] = mail.harbor.notices()
    assert (notice.outcome, notice.ts) == ("sent", mail.dms(OFFICER)[0].ts)


def test_being_asked_to_wait_is_heeded_to_the_second_and_nothing_is_looked_for(mail: Mail) -> None:
    mail.server.faults.add("chat.postMessage", "ratelimited", seconds=7)
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    assert mail.deliver() == [Again(timedelta(seconds=7), rate_limited=True)]
    mail.harbor.time.go(timedelta(seconds=8))
    assert isinstance(mail.deliver()[0], Sent)
    assert mail.server.calls("conversations.history") == []


@pytest.mark.parametrize("kind", ["server_error", "timeout", "cut_after_store"])
def test_an_answer_that_got_lost_is_looked_for_before_anything_is_sent_again(mail: Mail, kind: str) -> None:
    mail.server.faults.add("chat.postMessage", kind, seconds=0.01)
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    [outcome] = mail.deliver()
    assert isinstance(outcome, Again)
    assert outcome.unknown
    mail.harbor.time.go(timedelta(seconds=6))
    mail.deliver()
    sent_again = len(mail.server.calls("chat.postMessage")) - 1
    assert sent_again == (0 if kind == "cut_after_store" else 1)
    assert len(mail.dms(OFFICER)) == 1


@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "timeout"])
def test_while_it_cannot_be_looked_for_nothing_is_sent_again(mail: Mail, kind: str) -> None:
    mail.server.faults.add("chat.postMessage", "cut_after_store")
    mail.server.faults.add("conversations.history", kind, times=2, seconds=0.01)
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    mail.deliver_all()
    assert len(mail.server.calls("chat.postMessage")) == 1
    assert len(mail.dms(OFFICER)) == 1


def test_an_earlier_message_of_the_same_words_is_not_taken_for_this_one(mail: Mail) -> None:
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    mail.deliver()
    mail.server.faults.add("chat.postMessage", "timeout", seconds=0.01)
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "two")
    mail.deliver_all()
    assert len({seen.ts for seen in mail.dms(OFFICER)}) == 2
    assert len({notice.ts for notice in mail.harbor.notices()}) == 2


def test_what_a_person_wrote_in_the_same_words_is_not_taken_for_ours(mail: Mail) -> None:
    mail.tell(Kind.READ_ONLY_TAB, OFFICER, "one")
    mail.deliver()
    words = mail.dms(OFFICER)[0].text
    mail.server.person(QUAY_OFFICER).type("", words, force=True)
    mail.server.faults.add("chat.postMessage", "timeout", seconds=0.01)
    mail.tell(Kind.READ_ONLY_TAB, QUAY_OFFICER, "two")
    mail.deliver_all()
    assert [seen.user for seen in mail.dms(QUAY_OFFICER)] == [QUAY_OFFICER, HOME.bot_user_id]


def test_a_team_line_with_signs_is_escaped_and_still_found_again(mail: Mail) -> None:
    mail.harbor.change_rules(contacts={"team_line": "Ann & Bo <555-0199>"})
    mail.server.faults.add("chat.postMessage", "cut_after_store")
    mail.tell(Kind.SLACK_WAS_SLOW, OFFICER, "one")
    mail.deliver_all()
    [seen] = mail.dms(OFFICER)
    assert "Ann &amp; Bo &lt;555-0199&gt;" in seen.text


def test_the_rest_and_a_colleagues_hand_stand_in_the_cards_own_thread(mail: Mail) -> None:
    receipt = mail.harbor.refer()
    rest = draft_of(receipt.door)
    mail.ask_backup()
    mail.harbor.referrals.complete(OFFICER, receipt.handle, type(rest)({}, sensitive(REST)), key="rest:1")
    mail.harbor.act(RESPONDER, receipt.ref, Act.ACKNOWLEDGE)
    mail.server.faults.add("chat.postMessage", "cut_after_store")
    mail.deliver_all()
    card_seen, more, taken = mail.dms(BACKUP)
    assert (more.text, taken.text) == (
        "More has been added. Open the item again to see it.",
        "A colleague has this in hand.",
    )
    assert more.thread_ts == taken.thread_ts == card_seen.ts


def test_a_reply_that_got_lost_is_looked_for_in_its_thread(mail: Mail) -> None:
    receipt = mail.harbor.refer()
    mail.ask_backup()
    mail.deliver_all(4)
    assert len(mail.dms(BACKUP)) == 1
    mail.harbor.act(RESPONDER, receipt.ref, Act.ACKNOWLEDGE)
    mail.server.faults.add("chat.postMessage", "cut_after_store", times=2)
    mail.deliver_all()
    assert [seen.text for seen in mail.dms(BACKUP)][1:] == ["A colleague has this in hand."]
    assert mail.server.calls("conversations.replies")


def test_somebody_who_may_no_longer_open_it_never_gets_the_card(mail: Mail) -> None:
    mail.harbor.refer()
    mail.ask_backup()
    mail.harbor.suspend(RESPONDER)
    mail.deliver_all(3)
    assert mail.dms(RESPONDER) == []
    assert len(mail.dms(BACKUP)) == 1
    outcomes = {n.recipient: n.outcome for n in mail.harbor.notices(Kind.CARD_NOW)}
    assert outcomes == {RESPONDER: "never:not_entitled", BACKUP: "sent"}


def test_while_disclosures_are_halted_no_card_leaves(mail: Mail) -> None:
    mail.harbor.refer()
    mail.harbor.ground.audit.halted = "audit_truncated"
    mail.deliver_all(2)
    assert mail.dms(RESPONDER) == []


def test_a_referrer_who_left_the_roster_hears_nothing_more(mail: Mail) -> None:
    mail.harbor.refer()
    mail.harbor.suspend(OFFICER)
    mail.deliver_all(2)
    assert mail.dms(OFFICER) == []
    assert [n.outcome for n in mail.harbor.notices(Kind.RECEIVED)] == ["never:not_on_roster"]


def test_a_reply_to_a_card_that_never_arrived_does_not_arrive_either(mail: Mail) -> None:
    receipt = mail.harbor.refer()
    mail.ask_backup()
    mail.server.person(BACKUP).deactivate()
    mail.harbor.act(RESPONDER, receipt.ref, Act.ACKNOWLEDGE)
    mail.deliver_all()
    outcomes = [n.outcome for n in mail.harbor.notices() if n.recipient == BACKUP]
    assert outcomes == ["never:channel_not_found", "never:no_card"]


def test_what_did_not_go_into_a_direct_message_counts_as_never(mail: Mail) -> None:
    mail.tell(Kind.READ_ONLY_TAB, "C0OWG0001", "one")
    assert mail.deliver() == [Never("not_a_dm")]


def test_a_notice_about_nothing_that_exists_never_arrives(mail: Mail) -> None:
    mail.tell(Kind.MET, OFFICER, "one")
    assert mail.deliver() == [Never("no_subject")]


@pytest.mark.parametrize("code", NEVER)
def test_slacks_final_word_is_taken_as_such(harbor: Harbor, code: str) -> None:
    slack = RememberingSlack()
    slack.trouble["chat.postMessage"] = slack_error(code)
    assert deliver_to(slack, harbor) == Never(code)


@pytest.mark.parametrize(
    "code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout", ""]
)
def test_slacks_confusion_leaves_it_unknown(harbor: Harbor, code: str) -> None:
    slack = RememberingSlack()
    slack.trouble["chat.postMessage"] = slack_error(code)
    assert deliver_to(slack, harbor) == Again(timedelta(seconds=5), unknown=True)


@pytest.mark.parametrize("code", ["invalid_auth", "missing_scope", "not_authed", "a_code_of_next_year"])
def test_what_an_operator_must_mend_waits_and_is_known_not_to_have_arrived(harbor: Harbor, code: str) -> None:
    slack = RememberingSlack()
    slack.trouble["chat.postMessage"] = slack_error(code)
    assert deliver_to(slack, harbor) == Again(timedelta(minutes=5))


def test_an_opened_view_goes_blank(mail: Mail) -> None:
    from handlers.curtain import opening_view  # noqa: PLC0415 - the one view this file needs

    with mail.server.workspace.lock:
        view = mail.server.workspace.views.push(RESPONDER, opening_view())
    blank = NewNotice(Kind.BLANK_VIEW, RESPONDER, "blank:1", target=view.id)
    with mail.harbor.ground.database.work() as work:
        post(work, mail.harbor.time(), [blank])
        work.commit()
    mail.server.faults.add("views.update", "server_error")
    mail.deliver_all(2)
    seen = mail.server.person(RESPONDER).view
    assert seen is not None
    assert "This view has closed itself." in seen.words
    assert mail.open_ones() == []


def opened_twice(mail: Mail) -> str:
    """A view into which something was opened, and again after six minutes; answers its id."""
    from handlers.curtain import opening_view  # noqa: PLC0415 - as above

    with mail.server.workspace.lock:
        view = mail.server.workspace.views.push(RESPONDER, opening_view())
    for n in range(2):
        now = mail.harbor.time()
        lane, due = f"view:{view.id}", now + SHOWN_FOR
        blank = NewNotice(
            Kind.BLANK_VIEW, RESPONDER, f"blank:{n}", f"R-0000{n}", target=view.id, due_at=due, lane=lane
        )
        with mail.harbor.ground.database.work() as work:
            post(work, now, [blank])
            work.commit()
        mail.harbor.time.moment += timedelta(minutes=6)
    return view.id


def is_blank(mail: Mail) -> bool:
    seen = mail.server.person(RESPONDER).view
    assert seen is not None
    return "This view has closed itself." in seen.words


def test_the_end_of_an_earlier_opening_does_not_wipe_what_was_opened_into_the_view_since(mail: Mail) -> None:
    opened_twice(mail)
    assert mail.deliver() == [Sent("", "")]
    assert not is_blank(mail)
    mail.harbor.time.moment += timedelta(minutes=5)
    mail.deliver()
    assert is_blank(mail)
    assert mail.open_ones() == []


def test_what_is_taken_back_goes_blank_at_once_however_often_it_was_opened(mail: Mail) -> None:
    opened_twice(mail)
    mail.harbor.time.moment -= timedelta(minutes=5)
    with mail.harbor.ground.database.work() as work:
        blank_open_views(work, RESPONDER, mail.harbor.time(), ["R-00000"])
        work.commit()
    mail.deliver()
    assert is_blank(mail)


def test_a_view_that_its_reader_closed_needs_no_blanking(mail: Mail) -> None:
    now = mail.harbor.time()
    closed = {"target": "VCLOSED01", "created_at": now, "due_at": now}
    blank = Notice(id=1, kind=Kind.BLANK_VIEW.value, recipient=RESPONDER, **closed)
    assert mail.messenger.deliver(blank) == Sent("", "")


def test_every_call_is_counted_with_how_it_ended(mail: Mail) -> None:
    mail.server.faults.add("chat.postMessage", "timeout", seconds=0.01)
    mail.server.faults.add("chat.postMessage", "server_error")
    mail.tell(Kind.READ_ONLY_TAB, MANAGER, "one")
    mail.deliver_all(3)
    assert mail.called == [
        ("chat.postMessage", "no_answer"),
        ("conversations.history", "ok"),
        ("chat.postMessage", "refused"),
        ("conversations.history", "ok"),
        ("chat.postMessage", "ok"),
    ]


def test_the_card_is_within_slacks_limits() -> None:
    made = card(CARD_WORDS[Kind.CARD_TODAY], "0" * 20, Handle("f" * 32))
    check_message(made.text, made.blocks)
