"""Whole acts of people against a real Bolt app, over signed HTTP and again over Socket Mode."""

import time

import pytest
from slack_sdk import WebClient

from sandbox.recorder import Call
from sandbox.server import PracticeServer
from sandbox.wire import DispatchFailed, NotPossible, SlackTimeout
from tests.sandbox.conftest import TinyApp, plain

OPEN = {"type": "actions", "elements": [{"type": "button", "action_id": "open", "text": plain("Open")}]}


def test_a_command_shows_its_answer_to_the_person_alone(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    answer = officer.command("/lead what is this", channel="C0OWG0001")
    assert answer.text == "Say `/lead refer`."
    assert [note.text for note in officer.ephemerals("C0OWG0001")] == ["Say `/lead refer`."]
    assert server.person("UMARROW01").messages("C0OWG0001") == []
    assert tiny.last()["text"] == "what is this"
    assert tiny.last()["channel_name"] == "privategroup"


def test_an_answer_may_carry_blocks(server: PracticeServer, tiny: TinyApp) -> None:
    answer = server.person("UQUILL001").command("/lead expired")
    assert answer.text == "Hello"
    assert answer.blocks[0]["text"]["text"] == "Hello *blocks*"


def test_a_form_opens_keeps_what_was_typed_after_an_error_and_closes(
    server: PracticeServer, tiny: TinyApp
) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    assert officer.wait_view("first").title == "First"
    officer.fill({"Name": "wrong"})
    assert officer.submit() == {"name": "Another name, please."}
    view = officer.view
    assert view is not None
    assert view.values["name"]["name"]["value"] == "wrong"
    officer.fill({"name": "right"})
    assert officer.submit() == {}
    assert officer.view is None
    sent = tiny.last()
    assert sent["view"]["state"]["values"]["name"]["name"] == {"type": "plain_text_input", "value": "right"}
    assert sent["view"]["hash"] == view.body["hash"]
    assert sent["response_urls"] == []
    assert sent["enterprise"] is None


def test_a_required_field_is_asked_for_before_anything_is_sent(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    before = len(server.deliveries())
    assert officer.submit() == {"name": "Please complete this required field."}
    officer.fill({"Name": "n" * 21})
    assert officer.submit() == {"name": "Please enter at most 20 characters."}
    assert len(server.deliveries()) == before


@pytest.mark.parametrize(
    ("then", "titles"), [("push", ["First", "Push"]), ("update", ["Update"]), ("clear", [])]
)
def test_a_submission_may_push_update_or_clear(
    server: PracticeServer, tiny: TinyApp, then: str, titles: list[str]
) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    officer.fill({"Name": "Zebulon", "Then": then})
    assert officer.submit() == {}
    assert [view.title for view in officer.stack] == titles


def test_errors_for_a_field_that_is_not_there_cannot_be_shown(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    officer.fill({"Name": "nonsense"})
    with pytest.raises(DispatchFailed, match="no input block nowhere"):
        officer.submit()
    assert officer.view is not None


def test_a_button_in_a_form_pushes_and_the_stack_ends_at_three(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    officer.click("More")
    officer.click("more")
    assert [view.title for view in officer.stack] == ["First", "Second", "Second"]
    first, second, third = (view.body for view in officer.stack)
    assert (second["previous_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    assert third["root_view_id"] == first["id"]
    officer.click("more")
    assert [call.status for call in server.calls("views.push")] == ["ok", "ok", "push_limit_reached"]
    officer.close()
    assert len(officer.stack) == 2
    officer.close(clear=True)
    assert officer.stack == []


def test_a_redrawn_form_keeps_what_was_typed(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead refer")
    officer.fill({"Name": "Zebulon"})
    officer.click("Redraw")
    view = officer.wait_view(title="Redrawn")
    assert view.values["name"]["name"]["value"] == "Zebulon"


def test_closing_is_told_only_where_the_form_asked_for_it(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.shortcut("refer_to_lead")
    officer.close()
    assert tiny.last()["type"] == "view_closed"
    assert tiny.last()["is_cleared"] is False
    officer.command("/lead refer")
    officer.close()
    assert len(server.deliveries("view_closed")) == 1


def test_a_card_in_a_direct_message_opens_a_form(
    server: PracticeServer, tiny: TinyApp, client: WebClient
) -> None:
    officer = server.person("UQUILL001")
    posted = client.chat_postMessage(channel="UQUILL001", text="A sealed item", blocks=[OPEN])
    card = officer.wait_dm(lambda message: message.text == "A sealed item")
    assert card.channel == posted["channel"]
    assert str(posted["channel"]).startswith("D")
    assert card.button("Open").action_id == "open"
    assert "Open" in card.words
    officer.click("Open", message=card)
    assert officer.wait_view("first")
    clicked = next(body for body in tiny.heard if body["type"] == "block_actions")
    assert clicked["container"]["message_ts"] == card.ts
    assert clicked["channel"]["name"] == "directmessage"


def test_a_message_shortcut_names_its_message(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    ts = officer.type("C0OWG0001", "A fictional remark")
    message = next(one for one in officer.messages("C0OWG0001") if one.ts == ts)
    officer.message_shortcut("move_to_sealed", message)
    assert officer.wait_view("first")
    sent = next(body for body in tiny.heard if body["type"] == "message_action")
    assert sent["message"]["text"] == "A fictional remark"


def recorded(server: PracticeServer, name: str) -> list[Call]:
    """Deliveries of a kind; one is recorded when its answer is in, which may be after what the answer did."""
    end = time.monotonic() + 5
    while not server.deliveries(name) and time.monotonic() < end:
        time.sleep(0.01)
    return server.deliveries(name)


def test_the_home_is_published_when_it_is_opened_and_its_buttons_work(
    server: PracticeServer, tiny: TinyApp
) -> None:
    officer = server.person("UQUILL001")
    assert officer.home() is None
    officer.open_home()
    home = officer.wait_home()
    assert "Your open items" in home.words
    officer.click("Refer", in_home=True)
    assert officer.wait_view("first")
    officer.open_home()
    server.workspace.announce({"type": "state"})
    opened = recorded(server, "app_home_opened")
    assert opened[0].request["event"]["tab"] == "home"
    assert "view" not in opened[0].request["event"]


def test_typing_to_the_bot_is_refused_unless_forced(server: PracticeServer, tiny: TinyApp) -> None:
    officer = server.person("UQUILL001")
    with pytest.raises(NotPossible, match="does not take messages"):
        officer.type(officer.dm, "hello?")
    officer.type(officer.dm, "hello?", force=True)
    with server.workspace.changed:
        assert server.workspace.changed.wait_for(lambda: server.deliveries("message"), 5)
    event = server.deliveries("message")[0].request["event"]
    assert (event["text"], event["channel_type"]) == ("hello?", "im")


def test_a_slow_answer_is_a_timeout_and_the_late_one_is_not_shown(
    server: PracticeServer, over_http: TinyApp
) -> None:
    officer = server.person("UQUILL001")
    with pytest.raises(SlackTimeout):
        officer.command("/lead slow")
    assert officer.dms() == []
    assert server.deliveries("slash_commands")[0].status == "operation_timeout"


def test_a_response_url_works_five_times(server: PracticeServer, over_http: TinyApp) -> None:
    officer = server.person("UQUILL001")
    officer.command("/lead respond")
    assert [note.text for note in officer.ephemerals()] == [f"answer {number}" for number in range(5)]
    assert server.calls("response_url")[-1].status == "used_url"


def test_nobody_listening_is_said_in_plain_words(server: PracticeServer) -> None:
    with pytest.raises(DispatchFailed, match="not connected"):
        server.person("UQUILL001").command("/lead help")


def test_what_a_client_would_not_allow_is_refused(server: PracticeServer, client: WebClient) -> None:
    officer = server.person("UQUILL001")
    with pytest.raises(NotPossible, match="not a command"):
        officer.command("/nothing at all")
    with pytest.raises(NotPossible, match="not in that channel"):
        server.person("UUNROST01").command("/lead help", channel="C0OWG0001")
    with pytest.raises(NotPossible, match="no such shortcut"):
        officer.shortcut("unheard_of")
    client.chat_postMessage(channel="UQUILL001", text="x", blocks=[OPEN])
    card = officer.dms()[0]
    with pytest.raises(KeyError):
        officer.click("Close", message=card)
    client.chat_delete(channel=card.channel, ts=card.ts)
    with pytest.raises(NotPossible, match="gone"):
        officer.click("Open", message=card)
    officer.deactivate()
    with pytest.raises(NotPossible, match="deactivated"):
        officer.command("/lead help")


def test_an_account_that_changes_is_told_to_an_app_that_asked_for_it(
    server: PracticeServer, client: WebClient, tiny: TinyApp
) -> None:
    officer = server.person("UQUILL001")
    officer.deactivate()
    officer.reactivate()
    officer.become_guest()
    end = time.monotonic() + 5
    while len(server.deliveries("user_change")) < 3:
        assert time.monotonic() < end
        time.sleep(0.02)
    accounts = [call.request["event"]["user"] for call in server.deliveries("user_change")]
    states = {(account["deleted"], account["is_restricted"]) for account in accounts}
    assert states == {(True, False), (False, False), (False, True)}
    now = client.users_info(user="UQUILL001", include_locale=True)["user"]
    assert {**now, "profile": {**now["profile"], "fields": None}} in accounts
    assert len(tiny.heard) == 3


def test_do_not_disturb_silences_but_does_not_lose_a_message(
    server: PracticeServer, client: WebClient
) -> None:
    responder = server.person("ULARKSP01")
    responder.dnd(on=True)
    client.chat_postMessage(channel="ULARKSP01", text="A sealed item")
    assert responder.wait_dm().silenced
    assert client.dnd_info(user="ULARKSP01")["dnd_enabled"] is True
    assert client.dnd_info(user="UQUILL001")["dnd_enabled"] is False


def test_waiting_for_what_does_not_come_says_what_is_there(server: PracticeServer) -> None:
    with pytest.raises(TimeoutError, match="UQUILL001 sees no view"):
        server.person("UQUILL001").wait_view("never", timeout=0.05)


def test_what_somebody_deletes_is_gone_for_everybody_and_only_they_can(server: PracticeServer) -> None:
    author, other = server.person("UQUILL001"), server.person("UOXLIP001")
    ts = author.type("C0OWG0001", "the bridge is closed")
    with pytest.raises(NotPossible):
        other.delete("C0OWG0001", ts)
    author.delete("C0OWG0001", ts)
    assert [row for row in other.messages("C0OWG0001") if row.ts == ts] == []
    with pytest.raises(NotPossible):
        author.delete("C0OWG0001", ts)
