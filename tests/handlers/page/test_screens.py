"""Views of the page: their owner's alone, for a while, bounded for each person."""

from __future__ import annotations

from handlers.page.screens import PREFIX, BothScreens, PageClient, Screens, new_view_id
from models.schema import SlackUserId

ZEBULON, JUNO = SlackUserId("UZEBULON1"), SlackUserId("UJUNO0001")
FORM = {"type": "modal", "callback_id": "form", "blocks": []}
OTHER = {"type": "modal", "callback_id": "other", "blocks": []}


class Ground:
    """Screens over a clock, and what was noted of them."""

    def __init__(self) -> None:
        self.at = 0.0
        self.noted: list[tuple[str, str]] = []
        self.screens = Screens(lambda view, user: self.noted.append((view, user)), lambda: self.at)


def test_a_view_is_noted_and_found_by_its_owner_alone() -> None:
    ground = Ground()
    shown = ground.screens.open(ZEBULON, FORM)
    assert shown.id.startswith(PREFIX)
    assert ground.noted == [(shown.id, ZEBULON)]
    assert ground.screens.find(shown.id, ZEBULON) is shown
    assert ground.screens.find(shown.id, JUNO) is None


def test_a_stack_knows_what_is_under_and_at_the_bottom_as_in_slack() -> None:
    screens = Ground().screens
    first = screens.open(ZEBULON, FORM)
    second = screens.open(ZEBULON, FORM, first.id)
    third = screens.open(ZEBULON, FORM, second.id)
    bottom = first.as_slack_has_it()
    assert (bottom["root_view_id"], bottom["previous_view_id"]) == (first.id, None)
    top = third.as_slack_has_it()
    assert (top["root_view_id"], top["previous_view_id"]) == (first.id, second.id)
    assert screens.close(third.id) == second.id
    assert screens.close(second.id, whole=True) == ""
    assert screens.find(first.id, ZEBULON) is None


def test_another_content_is_refused_when_it_changed_meanwhile_or_has_gone() -> None:
    screens = Ground().screens
    shown = screens.open(ZEBULON, FORM)
    before = shown.hash
    assert screens.show(shown.id, before, OTHER)
    assert shown.hash != before
    assert not screens.show(shown.id, before, FORM)
    screens.close(shown.id)
    assert not screens.show(shown.id, "", FORM)


def test_a_view_of_details_ends_after_ten_minutes_even_if_no_clock_blanks_it() -> None:
    ground = Ground()
    form, item = ground.screens.open(ZEBULON, FORM), ground.screens.open(ZEBULON, OTHER)
    ground.screens.begun(item.id)
    ground.at += 10 * 60 + 14
    assert ground.screens.find(item.id, ZEBULON)
    ground.at += 2
    assert ground.screens.find(item.id, ZEBULON) is None
    assert item.closed
    assert ground.screens.find(form.id, ZEBULON), "a form that somebody fills in stands on"
    ground.at += 36 * 60
    assert ground.screens.find(form.id, ZEBULON) is None


def test_what_is_opened_into_a_view_is_noted_anew() -> None:
    ground = Ground()
    item = ground.screens.open(ZEBULON, FORM)
    ground.screens.begun(item.id)
    ground.screens.begun("V0SLACK")
    assert ground.noted == [(item.id, ZEBULON)], "it was noted when it was put there; one write is enough"
    assert item.busy
    heard: list[str] = []
    with item.heard_by(lambda: heard.append(item.hash)):
        ground.screens.show(item.id, "", OTHER)
    assert not item.busy
    assert heard == [item.hash], "whoever waits hears it once it stands"
    ground.screens.begun(item.id)
    assert ground.noted == [(item.id, ZEBULON)] * 2, "what was opened before may have been blanked since"


def test_a_view_that_is_written_down_already_is_put_there_without_another_write() -> None:
    ground, ready = Ground(), new_view_id()
    client = PageClient(ground.screens, ZEBULON, noted=ready)
    assert client.views_open(trigger_id="", view=FORM)["view"]["id"] == ready
    assert ground.noted == []
    second = client.views_push(trigger_id="", view=OTHER)["view"]["id"]
    assert ground.noted == [(second, ZEBULON)], "it was for one view; the next is written down as ever"
    assert second != ready


def test_whoever_waits_at_a_view_hears_that_it_is_closed() -> None:
    screens = Ground().screens
    shown, heard = screens.open(ZEBULON, FORM), list[bool]()
    with shown.heard_by(lambda: heard.append(shown.closed)):
        screens.close(shown.id)
    screens.close(shown.id)
    assert heard == [True]


def test_whoever_opens_many_loses_their_own_oldest_and_nobody_elses() -> None:
    screens = Ground().screens
    mine = screens.open(JUNO, FORM)
    theirs = [screens.open(ZEBULON, FORM) for _ in range(30)]
    assert screens.find(mine.id, JUNO)
    assert sum(1 for one in theirs if screens.find(one.id, ZEBULON)) == 24
    assert screens.find(theirs[-1].id, ZEBULON)
    assert theirs[0].closed


def test_the_client_touches_only_views_of_its_person() -> None:
    screens = Ground().screens
    theirs = screens.open(JUNO, FORM)
    client = PageClient(screens, ZEBULON)
    assert client.views_update(view_id=theirs.id, view=OTHER) == {"view": {}}
    assert theirs.view == FORM
    assert client.opened == ""
    assert client.views_publish(user_id=ZEBULON, view=FORM) == {"view": FORM}


def test_an_update_answers_with_the_view_as_it_stands_then() -> None:
    screens = Ground().screens
    shown = screens.open(ZEBULON, FORM)
    held = PageClient(screens, ZEBULON, shown.id).views_update(view_id=shown.id, view=OTHER)["view"]
    assert (held["callback_id"], held["hash"]) == ("other", shown.hash)
    assert screens.show(shown.id, held["hash"], FORM)


def test_slacks_views_go_to_slack_and_the_pages_to_the_page() -> None:
    asked: list[str] = []

    def slack(view_id: str, hash_: str, view: dict[str, object]) -> bool:
        asked.append(f"{view_id} {hash_} {view['callback_id']}")
        return True

    screens = Ground().screens
    both = BothScreens(screens, slack)
    assert both.show("V0SLACK", "h", OTHER)
    shown = screens.open(ZEBULON, FORM)
    assert both.show(shown.id, "", OTHER)
    assert asked == ["V0SLACK h other"]
    assert shown.view == OTHER


def test_a_tap_in_what_was_opened_makes_its_time_no_longer() -> None:
    ground = Ground()
    shown = ground.screens.open(ZEBULON, FORM)
    ground.screens.begun(shown.id)
    assert ground.screens.seconds_left(shown) == 600
    ground.at += 9 * 60
    assert ground.screens.show(shown.id, "", OTHER)
    assert ground.screens.seconds_left(shown) == 60
    ground.at += 60 + 16
    assert ground.screens.seconds_left(shown) == 1
    assert ground.screens.find(shown.id, ZEBULON) is None
    fresh = ground.screens.open(ZEBULON, FORM)
    ground.screens.begun(fresh.id)
    ground.at += 8 * 60
    ground.screens.begun(fresh.id)  # opened anew is judged anew
    assert ground.screens.seconds_left(fresh) == 600
