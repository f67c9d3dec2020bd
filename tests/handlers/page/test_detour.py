"""Every trigger there is, tapped from Slack by everybody: no field and no detail is ever declared there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import Ack
from sqlalchemy import select

from handlers import blocks
from handlers.call import Call, Tables
from handlers.dispatch import Dispatch
from handlers.ids import Action, Keyword, Shortcut, View
from handlers.page.detour import MOVED, Detour, may_stand_in_slack, trigger_of
from handlers.page.drafts import Drafts
from handlers.page.screens import Screens
from handlers.page.turns import Turned, Turns
from models.acts.participants import begin
from models.envelope import SealedItem
from models.participant import Participant
from models.referral import Door, Referral
from models.replay import once
from models.schema import SlackUserId
from models.secure_page import PageLink
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    SERGEANT,
    STRANGER,
    lay,
)
from tests.handlers.wing import Json, Wing, raise_wing, texts, trigger

PAGE = "https://page.example"
CAST = (OFFICER, SERGEANT, RESPONDER, CASE_MANAGER, CLINICAL, MANAGER, NEIGHBOR, PROSECUTOR)
LINES = ("R-00000", "C-00000", "P-00000")
FIELD = {"type": "input", "block_id": "f.text", "label": blocks.plain("What?"),
         "element": {"type": "plain_text_input", "action_id": "value"}}  # fmt: skip
CHOICE = blocks.actions("a", [{"type": "users_select", "action_id": "value"}])
FORM = blocks.modal("seal_message", "Seal", [FIELD], submit="Send")


@dataclass
class Paged:
    """The wing of a site that keeps details on its page, and that page."""

    wing: Wing
    turns: Turns
    screens: Screens
    seen: list[Json] = field(default_factory=list)

    def links(self) -> list[PageLink]:
        with self.wing.harbor.ground.database.look() as work:
            return list(work.session.scalars(select(PageLink).order_by(PageLink.made_at)))

    def follow(self, link: PageLink) -> Turned:
        return self.turns.begin(link.member, link.trigger, f"page:{link.token}")


def paged_with(wing: Wing, tables: Tables) -> Paged:
    wing.harbor.change_rules(slack={"details": "page"})
    wing.dispatch = Dispatch(tables, wing.teller, Detour(wing.harbor.ground, PAGE))
    screens = Screens(lambda *_: None)
    wing.desk._screen = screens
    wing.desk._begun = screens.begun
    return Paged(wing, Turns(wing.dispatch.on_the_page(), screens, Drafts()), screens)


@pytest.fixture
def paged(wing: Wing) -> Paged:
    return paged_with(wing, wing.tables)


def in_words(value: Any) -> Iterator[Json]:
    """Everything with a type, however deep."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for inner in value.values():
            yield from in_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from in_words(inner)


def asks_nothing(sent: Json) -> bool:
    """Neither an input nor a field nor a list to choose from, anywhere in what Slack was given."""
    kinds = {str(one["type"]) for one in in_words(sent)}
    return not any(kind in {"input", "checkboxes", "radio_buttons", "datepicker", "timepicker"} or
                   kind.endswith(("_input", "_select")) for kind in kinds)  # fmt: skip


def values_for(wing: Wing, user: str) -> list[str]:
    """What their buttons could carry, and nothing."""
    ground = wing.harbor.ground
    with ground.database.look() as work:
        handles = work.session.scalars(select(SealedItem.handle).where(SealedItem.recipient == user)).all()
        refs = [*work.session.scalars(select(Referral.ref)), *work.session.scalars(select(Participant.ref))]
    return ["", *map(str, [*handles[:1], *refs[-1:]])]


def enrolled(wing: Wing) -> None:
    for number, door in enumerate((Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT)):
        wing.harbor.refer(OFFICER, door, form=f"VFORM{number}", region="north" if number else "")
    ground = wing.harbor.ground
    with ground.database.work() as work:
        begin(ground.scene(work, CASE_MANAGER), "north")
        work.commit()


def walk(wing: Wing) -> list[Json]:
    """Every keyword, shortcut, button and form, by everybody; answers what Slack was answered."""
    tables, said = wing.tables, list[Json]()
    for user in CAST:
        for keyword in tables.keywords:
            word = str(keyword).split()[0]
            said += [wing.command(user, line) for line in (word, *(f"{word} {ref}" for ref in LINES))]
        for shortcut in tables.shortcuts:
            said.append(wing.shortcut(user, shortcut))
        for value in values_for(wing, user):
            for action in tables.actions:
                with suppress(KeyError, ValueError, IndexError):  # a button that stands in a window alone
                    said.append(wing.click(user, action, value=value, chosen=value))
        for form in tables.submissions:
            said.append(wing.submit(user, {**FORM, "callback_id": form, "type": "modal"}, {}))
        said.append(wing.click(user, next(iter(tables.actions)), view={**FORM, "callback_id": "opened"}))
    wing.settle()
    return said


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Paged, list[Json]]]:
    """All of it, once for every test that looks at what came of it."""
    wing = raise_wing(lay(tmp_path_factory.mktemp("walked")))
    paged = paged_with(wing, wing.tables)
    enrolled(wing)
    yield paged, walk(wing)
    wing.desk.close()
    wing.harbor.ground.database.close()


def test_no_trigger_brings_a_field_or_a_detail_to_slack(walked: tuple[Paged, list[Json]]) -> None:
    paged, said = walked
    wing = paged.wing
    assert len(said) > len(CAST) * (len(wing.tables.actions) + len(wing.tables.submissions))
    for answer in said:
        assert asks_nothing(answer), answer
        assert "view" not in answer or texts(answer["view"])[-1] == MOVED
    modals = (
        wing.slack.views("views.open") + wing.slack.views("views.push") + wing.slack.views("views.update")
    )
    assert modals
    for view in modals:
        assert may_stand_in_slack(view), view["callback_id"]
    for sent in wing.slack.asked:
        assert asks_nothing(sent[1]), sent[0]
    links = paged.links()
    assert len({json.loads(link.trigger)["action"]["action_id"] for link in links if "action" in link.trigger
                and "action" in json.loads(link.trigger)}) > 10  # fmt: skip


def test_every_link_leads_to_a_view_of_its_own(walked: tuple[Paged, list[Json]]) -> None:
    paged, _ = walked
    wing = paged.wing
    links = {
        (link.member, json.dumps({**json.loads(link.trigger), "key": ""})): link for link in paged.links()
    }
    asked = len(wing.slack.asked)
    for link in links.values():
        turned = paged.follow(link)
        shown = paged.screens.find(turned.view, link.member)
        assert shown is not None, link.trigger
    wing.settle()
    kinds = {method for method, _ in wing.slack.asked[asked:]}
    assert kinds <= {"users.info"}, "the page asks Slack about accounts and nothing else"


def test_a_link_keeps_ids_alone(walked: tuple[Paged, list[Json]]) -> None:
    paged, _ = walked
    allowed = {"action_id", "value", "selected_option"}
    for link in paged.links():
        kept = json.loads(link.trigger)
        assert set(kept) <= {"kind", "text", "action", "callback_id", "key"}
        assert set(kept.get("action", {})) <= allowed
        assert set(kept.get("action", {}).get("selected_option", {})) <= {"value"}


def test_what_was_chosen_is_kept_by_its_code_without_its_words() -> None:
    chosen = {"text": {"type": "plain_text", "text": "Zebulon Testperson"}, "value": "U1"}
    kept = trigger_of({"actions": [{"action_id": "a", "selected_option": chosen, "action_ts": "1"}]}, "k")
    assert json.loads(kept) == {
        "kind": "action",
        "action": {"action_id": "a", "selected_option": {"value": "U1"}},
        "key": "k",
    }


def _do(done: list[str]) -> str:
    done.append("done")
    return "R"


def test_what_a_button_did_before_it_asked_for_a_view_is_done_once(wing: Wing) -> None:
    done: list[str] = []
    ground = wing.harbor.ground

    def act(call: Call) -> None:
        said = once(ground.database, f"act:{call.key}", ground.now(), lambda _: _do(done))
        view = {**FORM, "private_metadata": said}
        call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    paged = paged_with(wing, Tables(actions={"act": act}))
    wing.click(OFFICER, "act")
    assert done == ["done"]
    turned = paged.follow(paged.links()[0])
    assert done == ["done"]
    shown = paged.screens.find(turned.view, OFFICER)
    assert shown is not None
    assert shown.view["private_metadata"] == "R"
    assert [view["callback_id"] for view in wing.slack.views()] == [View.TO_PAGE]


def test_a_shortcut_is_followed_to_its_own_form(paged: Paged) -> None:
    paged.wing.shortcut(OFFICER, Shortcut.REFER)
    shown = paged.screens.find(paged.follow(paged.links()[0]).view, OFFICER)
    assert shown is not None
    assert shown.view["callback_id"] == View.CHOOSE_DOOR


@pytest.mark.parametrize("form", [View.ARREST_FIRST, View.SEAL_MESSAGE, View.PING_FORM])
def test_a_form_of_before_the_change_is_turned_away_unread(paged: Paged, form: View) -> None:
    stored = paged.wing.harbor.everything_stored()
    said = paged.wing.submit(
        OFFICER,
        {"callback_id": form, "type": "modal", "blocks": []},
        {f"{form}.place": {"value": {"type": "plain_text_input", "value": "Dock shelter 7"}}},
    )
    assert said["response_action"] == "update"
    assert texts(said["view"])[-1] == MOVED
    assert not any(link for link in paged.links())
    assert b"Dock shelter" not in paged.wing.harbor.everything_stored()
    assert len(stored) > 0


def test_an_opened_item_of_before_the_change_goes_blank_at_its_next_tap(paged: Paged) -> None:
    said = paged.wing.click(RESPONDER, Action.ACKNOWLEDGE, view={"callback_id": View.OPENED})
    assert said == {}
    (view,) = paged.wing.slack.views("views.update")
    assert texts(view)[-1] == MOVED


def test_a_site_that_shows_details_in_slack_goes_no_detour(wing: Wing) -> None:
    wing.dispatch = Dispatch(wing.tables, wing.teller, Detour(wing.harbor.ground, PAGE))
    wing.command(OFFICER, Keyword.REFER)
    assert [view["callback_id"] for view in wing.slack.views()] == [View.CHOOSE_DOOR]


def test_without_a_page_it_says_whom_to_call(wing: Wing) -> None:
    wing.harbor.change_rules(slack={"details": "page"})
    wing.dispatch = Dispatch(wing.tables, wing.teller, Detour(wing.harbor.ground, ""))
    wing.command(OFFICER, Keyword.REFER)
    (view,) = wing.slack.views()
    assert "it is not set up yet. Please call" in " ".join(texts(view))


def test_whoever_has_no_seat_gets_no_link(paged: Paged) -> None:
    said = paged.wing.click(SlackUserId(STRANGER), Action.OPEN_ITEM, value="0" * 32)
    assert said == {}
    assert paged.links() == []


@pytest.mark.parametrize(
    "view",
    [
        FORM,
        blocks.modal(View.UNAVAILABLE, "x", [FIELD]),
        blocks.modal(View.UNAVAILABLE, "x", [CHOICE]),
        blocks.modal(View.OPENED, "x", []),
        blocks.modal(View.OPENING, "x", []),
        blocks.modal("a_view_of_tomorrow", "x", []),
    ],
)  # fmt: skip
def test_a_view_stays_in_slack_only_by_name_and_without_fields(wing: Wing, view: Json) -> None:
    def show(call: Call) -> None:
        how = {"open": call.client.views_open, "push": call.client.views_push}.get(str(call.action["value"]))
        if how is None:
            call.client.views_update(view_id="V1", view=view)
        else:
            how(trigger_id=call.trigger_id, view=view)
        call.ack()

    paged = paged_with(wing, Tables(actions={"show": show}))
    for way in ("open", "push", "update"):
        wing.click(OFFICER, "show", value=way, key=trigger())
    assert [one["callback_id"] for one in wing.slack.views()] == [View.TO_PAGE] * 3
    assert len(paged.links()) == 3


def test_home_with_a_field_is_not_published(wing: Wing) -> None:
    def publish(call: Call) -> None:
        call.client.views_publish(user_id=call.user, view={"type": "home", "blocks": [FIELD]})

    paged_with(wing, Tables(actions={"show": publish}))
    wing.click(OFFICER, "show")
    assert wing.slack.views("views.publish") == []


def test_an_ack_is_made_for_every_detour(paged: Paged) -> None:
    ack = Ack()  # type: ignore[no-untyped-call]  # Bolt left it so
    body = {"command": "/lead", "text": "refer", "user_id": OFFICER, "trigger_id": trigger()}
    paged.wing.dispatch.command(body, paged.wing.slack, ack)
    assert ack.response is not None
