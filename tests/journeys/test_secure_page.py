"""The way onto the secure page, and staying there: links, double taps, lost sessions, what goes blank."""

from __future__ import annotations

import re
import threading
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers.forms import block_id
from handlers.referrals.doors import ARREST_FIRST
from models.acts.leave import take_leave
from models.notice import Kind, Notice
from models.people import Account, Member
from models.schema import SlackUserId
from models.secure_page import PageLink, PageSession, PageView
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.page_person import PagePerson
from tests.page_reader import PageReader
from tests.stage import BACKUP, OFFICER, QUAY_OFFICER, RESPONDER, Stage, staged, wait_until

NOT_GOOD = "This link is not good any more."
CLOSED = "This is closed."
MINUTE = timedelta(minutes=1)
PLACE = f"{block_id(ARREST_FIRST, ARREST_FIRST.fields[0])}|value"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, page=True) as stage:
        yield stage


def link_for(stage: Stage, user: str, line: str = "/lead refer") -> str:
    """Type a line, and take the link of the window without following it."""
    person = stage.server.person(user)
    person.command(line)
    return link_in(person.wait_view(callback_id="to_page"))


def link_in(view: SeenView) -> str:
    return next(str(one["url"]) for block in view.blocks for one in block.get("elements", []) if "url" in one)


def browser(stage: Stage) -> PageReader:
    assert stage.settings.page is not None
    return PageReader(stage.settings.page.address)


def links(stage: Stage) -> list[PageLink]:
    with stage.bot.floor.ground.database.look() as work:
        return list(work.session.scalars(select(PageLink)))


def sessions(stage: Stage) -> list[PageSession]:
    with stage.bot.floor.ground.database.look() as work:
        return list(work.session.scalars(select(PageSession)))


def at_the_form(stage: Stage, canaries: Canaries) -> PagePerson:
    """The officer's first form, filled and not yet sent."""
    steps.begin_arrest(stage, canaries)
    return stage.page_person(OFFICER)


def leave_alone(stage: Stage, minutes: float) -> None:
    stage.move_clock(MINUTE * minutes)


# --- the link


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_preview_reveals_and_spends_nothing(stage: Stage, method: str) -> None:
    link = link_for(stage, OFFICER)
    for _ in range(3):
        previewer = browser(stage).get(link, method)
        assert previewer.status == 200
        assert "arrest" not in previewer.html.lower()
        assert OFFICER not in previewer.html
    assert [one.spent_at for one in links(stage)] == [None]
    assert sessions(stage) == []
    assert "Arrest diversion" in browser(stage).get(link).go_on().words


def test_a_link_is_spent_once(stage: Stage) -> None:
    link = link_for(stage, OFFICER)
    first, second = browser(stage).get(link), browser(stage).get(link)
    assert "Arrest diversion" in first.go_on().words
    assert NOT_GOOD in second.go_on().words
    assert second.status == 410
    assert [one.value for one in second.cookies if one.name in {"lead", "__Host-lead"}] == []
    assert NOT_GOOD in browser(stage).get(link).words
    assert len(sessions(stage)) == 1


def test_of_many_taps_at_once_one_spends_it(stage: Stage) -> None:
    link = link_for(stage, OFFICER)
    readers = [browser(stage).get(link) for _ in range(6)]
    taps = [threading.Thread(target=reader.go_on) for reader in readers]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join(10)
    assert sorted(reader.status for reader in readers) == [200, *[410] * 5]
    assert len(sessions(stage)) == 1


def test_its_own_person_is_led_where_it_led_by_a_double_tap_and_by_the_way_back(stage: Stage) -> None:
    link = link_for(stage, OFFICER)
    reader = browser(stage).get(link)
    page = reader.html
    address = reader.go_on().address
    reader.html = page
    assert reader.go_on().address == address
    assert reader.get(link).address == address
    assert len(sessions(stage)) == 1
    assert sum(1 for one in links(stage) if one.spent_at) == 1


def test_after_five_minutes_it_is_good_for_nothing(stage: Stage) -> None:
    link, other = link_for(stage, OFFICER), link_for(stage, RESPONDER, "/lead consent")
    leave_alone(stage, 4.9)
    looked = browser(stage).get(link)
    assert looked.status == 200
    leave_alone(stage, 0.2)
    assert NOT_GOOD in looked.go_on().words
    assert NOT_GOOD in browser(stage).get(other).words
    assert sessions(stage) == []


def test_another_signed_in_person_spends_nothing(stage: Stage) -> None:
    other = browser(stage).get(link_for(stage, RESPONDER, "/lead consent"))
    other.go_on()
    link = link_for(stage, OFFICER)
    refused = other.get(link).go_on()
    assert refused.status == 410
    assert "Arrest" not in refused.words
    assert [one.spent_at for one in links(stage) if one.member == OFFICER] == [None]
    # Two people at one device: the second learns what to do, in words that a link of nobody's has as well.
    assert "Somebody is signed in on this browser." in refused.words
    said = refused.plain
    assert other.get(f"{link.rpartition('/')[0]}/{'A' * 22}").plain == said
    assert "Somebody is signed in" not in browser(stage).get(f"{link}x").words
    other._ask(_posting(f"{other.base}/out", b""))
    assert "Arrest diversion" in other.get(link).go_on().words


@pytest.mark.parametrize("token", ["A" * 22, "x", "..%2f..%2fv", "0" * 400, "%00", "é"])
def test_a_forged_link_reads_like_a_spent_one(stage: Stage, token: str) -> None:
    link = link_for(stage, OFFICER)
    browser(stage).get(link).go_on()
    spent = browser(stage).get(link)
    base = link.rpartition("/")[0]
    forged = browser(stage).get(f"{base}/{token.replace('é', '%C3%A9')}")
    assert forged.status in {404, 410}
    if forged.status == 410:
        assert forged.plain == spent.plain


def test_a_stale_card_opens_nothing_on_the_page_either(stage: Stage) -> None:
    canaries = Canaries()
    steps.refer_arrest(stage, canaries)
    card = steps.wait_cards(stage, RESPONDER, 1)
    steps.ask_backup(stage)
    steps.open_card(stage, BACKUP, steps.cards(stage, BACKUP)[0])
    steps.act(stage, BACKUP, "We met")
    leave_alone(stage, 25 * 60)
    responder = stage.page_person(RESPONDER)
    responder.click("Open", message=card)
    refused = responder.wait_view(callback_id="unavailable")
    assert "isn't available" in refused.words
    assert set(assert_sealed(stage, canaries, readers={BACKUP}).shown) == {BACKUP}


def test_a_link_of_somebody_suspended_meanwhile_signs_nobody_in(stage: Stage) -> None:
    link = link_for(stage, OFFICER)
    steps.suspend_now(stage, OFFICER)
    assert NOT_GOOD in browser(stage).get(link).words
    assert sessions(stage) == []


@pytest.mark.parametrize("change", ["deactivate", "become_guest"])
def test_slack_is_asked_about_the_account_at_sign_in(stage: Stage, change: str) -> None:
    if change == "become_guest":
        expect_member(stage, OFFICER)
    link = link_for(stage, OFFICER)
    account = stage.server.workspace.person(OFFICER)
    if change == "deactivate":
        account.deleted = True  # and no event of it came
    else:
        account.is_restricted = True
    assert NOT_GOOD in browser(stage).get(link).go_on().words
    assert sessions(stage) == []
    assert [one.spent_at for one in links(stage)] == [None]


def expect_member(stage: Stage, user: str) -> None:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        member = work.session.get_one(Member, user)
        member.account = Account.MEMBER.value
        ground.vault.rows.sign_row(member)
        work.commit()


# --- the form


def test_a_form_that_is_sent_twice_is_one_referral(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    reader = officer.reader
    address = reader.address
    assert officer.submit() == {}
    once_sent = reader.sent[-1]
    first = reader.address
    for _ in range(2):  # "Send again?" of a browser
        again = PageReader(reader.base)
        again.cookies, again._opener = reader.cookies, reader._opener
        again._ask(_posting(reader.base + address, once_sent))
        assert again.address == first
        assert again.status == 200
    assert steps.referral_count(stage) == 1


def _posting(address: str, body: bytes) -> urllib.request.Request:
    return urllib.request.Request(address, body)


def test_two_taps_at_once_are_one_referral(stage: Stage) -> None:
    officer = at_the_form(stage, Canaries())
    reader = officer.reader
    typed = [(name, value) for name, values in officer.typed.items() for value in values]
    named = {name for name, _ in typed}
    fields = [*typed, *((name, value) for name, value in reader.fields if name not in named)]
    taps = []
    for _ in range(4):
        twin = PageReader(reader.base, html=reader.html)
        twin.cookies, twin._opener = reader.cookies, reader._opener
        taps.append(threading.Thread(target=twin.post, args=([*fields, ("tap", "submit")],)))
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join(10)
    assert steps.referral_count(stage) == 1


def test_the_way_back_to_a_page_that_was_sent_shows_what_stands_and_sends_nothing(stage: Stage) -> None:
    officer = at_the_form(stage, Canaries())
    reader = officer.reader
    page = reader.html
    assert officer.submit() == {}
    reader.html = re.sub(
        r'(name="secret" value=")[^"]*', r"\1another", page
    )  # kept by the browser, typed into anew
    reader.post([(PLACE, "Another dock"), ("tap", "submit")])
    assert reader.status == 200
    assert "Add" in reader.words
    assert steps.referral_count(stage) == 1


def test_two_tabs_are_two_forms_of_one_session(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    first = officer.reader.address
    other = PageReader(officer.reader.base)
    other.cookies, other._opener = officer.reader.cookies, officer.reader._opener
    other.get(link_for(stage, OFFICER)).go_on()
    stage.server.person(OFFICER).close(clear=True)
    assert other.address != first
    assert len(sessions(stage)) == 1
    assert officer.submit() == {}
    other.get(other.address)
    assert "Arrest diversion" in other.words
    assert steps.referral_count(stage) == 1


def test_a_mistake_stands_at_its_field_with_what_was_typed(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    callback = next(one for one in ARREST_FIRST.fields if "call-back" in one.label)
    officer.fill({callback.label: "no number"})
    errors = officer.submit()
    assert set(errors) == {block_id(ARREST_FIRST, callback)}
    place = canaries.texts["arrest_first.place"].text
    assert (PLACE, place) in officer.reader.fields
    officer.reader.get(officer.reader.address)  # a reload
    assert (PLACE, place) in officer.reader.fields
    assert steps.referral_count(stage) == 0


# --- sessions


def test_a_session_ends_after_thirty_idle_minutes_and_lives_on_when_used(stage: Stage) -> None:
    reader = browser(stage).get(link_for(stage, OFFICER)).go_on()
    for _ in range(3):
        leave_alone(stage, 29)
        assert reader.get(reader.address).status == 200
    leave_alone(stage, 31)
    assert "You are signed out." in reader.get(reader.address).words
    assert reader.status == 401


def test_what_was_typed_survives_a_new_sign_in_for_its_author_alone(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    leave_alone(stage, 31)
    officer.submit()
    assert officer.reader.status == 401
    assert "kept for five minutes" in officer.reader.words
    other = PagePerson(
        stage.server.workspace,
        stage.server.acts,
        QUAY_OFFICER,
        PageReader(officer.reader.base),
        lambda: stage.bot.screens,
    )
    other.command("/lead refer")
    other.wait_view(callback_id="choose_door")
    if "Arrest diversion" in other.reader.words:
        other.click("Arrest diversion")
    assert "Go on with what you typed" not in other.reader.words

    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    assert "Go on with what you typed" not in officer.reader.words, "it belongs to another form"
    officer.click("Arrest diversion")
    assert "Go on with what you typed" in officer.reader.words
    place = canaries.texts["arrest_first.place"].text
    assert place not in officer.reader.html
    officer.reader.tap("Go on with what you typed")
    assert (PLACE, place) in officer.reader.fields
    officer.reader.get(officer.reader.address)  # the answer got lost on the way: the page is asked for again
    assert (PLACE, place) in officer.reader.fields
    assert officer.submit() == {}
    assert steps.referral_count(stage) == 1

    officer.close(clear=True)
    officer.command("/lead refer")
    officer.click("Arrest diversion")
    assert "Go on with what you typed" not in officer.reader.words, "forgotten when used"
    assert_sealed(stage, canaries, readers=())


def test_what_was_typed_survives_a_restart_of_the_bots_memory(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    with stage.bot.screens._lock:
        stage.bot.screens._shown.clear()  # a restart forgets every view; the session stands in the database
    view = officer.reader.address
    named = [(name, value) for name, values in officer.typed.items() for value in values]
    officer.reader.post([*named, ("tap", "submit")])
    assert officer.reader.status == 410
    assert CLOSED in officer.reader.words
    assert "Go back to Slack and tap the button again." in officer.reader.words
    assert "kept for five minutes" in officer.reader.words
    assert browser(stage).get(view).status == 401
    officer.reader.address = ""
    officer.command("/lead refer")
    officer.click("Arrest diversion")
    officer.reader.tap("Go on with what you typed")
    assert officer.submit() == {}
    assert steps.referral_count(stage) == 1
    assert_sealed(stage, canaries, readers=())


def test_of_somebody_suspended_nothing_typed_is_kept_and_everything_ends(stage: Stage) -> None:
    canaries = Canaries()
    officer = at_the_form(stage, canaries)
    steps.suspend_now(stage, OFFICER)
    officer.reader.post([(PLACE, "Dock"), ("tap", "submit")])
    assert officer.reader.status == 401
    assert "kept for five minutes" not in officer.reader.words
    assert all(one.ended_at for one in sessions(stage))
    assert steps.referral_count(stage) == 0


def test_leave_that_begins_today_ends_the_session(stage: Stage) -> None:
    reader = browser(stage).get(link_for(stage, OFFICER)).go_on()
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId("UFENNIM01"))
        today = scene.rules.today(scene.moment)
        take_leave(scene, SlackUserId(OFFICER), today, today + timedelta(days=3))
        work.commit()
    assert reader.get(reader.address).status == 401


def test_signing_out_ends_it_at_once(stage: Stage) -> None:
    reader = browser(stage).get(link_for(stage, OFFICER)).go_on()
    view = reader.address
    reader._ask(_posting(f"{reader.base}/out", b""))
    assert (reader.status, "You are signed out." in reader.words) == (200, True)
    assert reader.get(view).status == 401
    assert all(one.ended_at for one in sessions(stage))


# --- what goes blank


def opened(stage: Stage, canaries: Canaries) -> PagePerson:
    steps.refer_arrest(stage, canaries)
    steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
    return stage.page_person(RESPONDER)


def stands(reader: PageReader, view: str) -> int:
    return reader.get(f"{view}/stands").status


def test_an_opened_item_goes_blank_after_ten_minutes_also_for_the_script(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    reader, view = responder.reader, responder.reader.address
    assert stands(reader, view) == 204
    leave_alone(stage, 10.1)
    wait_until(lambda: stands(reader, view) == 410, "the view is blank")
    reader.get(view)
    assert "closed itself" in reader.words
    assert not canaries.hits("page", reader.html.encode())


def test_what_is_opened_again_has_its_ten_minutes_from_then(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    reader, view = responder.reader, responder.reader.address
    leave_alone(stage, 6)
    steps.act(stage, RESPONDER, "I have it")
    leave_alone(stage, 4.5)
    wait_until(lambda: blanks_settled(stage) == 1, "the end of the first opening has come")
    assert stands(reader, view) == 204
    reader.get(view)
    assert canaries.hits("page", reader.html.encode())
    leave_alone(stage, 6)
    wait_until(lambda: stands(reader, view) == 410, "the view is blank")


def blanks_settled(stage: Stage) -> int:
    blank = select(Notice).where(Notice.kind == Kind.BLANK_VIEW.value, Notice.settled_at.is_not(None))
    with stage.bot.floor.ground.database.look() as work:
        return len(list(work.session.scalars(blank)))


def test_a_clock_that_is_late_shows_nothing_longer(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    reader, view, page = responder.reader, responder.reader.address, responder.reader.html
    shown = stage.bot.screens._shown[view.removeprefix("/v/")]
    shown.opened_at -= 600  # what blanks it by its row comes a second later, or not at all
    assert stands(reader, view) == 410
    reader.get(view)
    assert (reader.status, "closed itself" in reader.words) == (410, True)
    assert not canaries.hits("page", reader.html.encode())
    reader.html = page
    reader.tap("I have it")
    assert reader.status == 410


def test_a_page_that_looks_again_by_itself_keeps_nobody_signed_in(stage: Stage) -> None:
    responder = opened(stage, Canaries())
    reader, view = responder.reader, responder.reader.address
    leave_alone(stage, 5)
    assert stands(reader, view) == 204
    leave_alone(stage, 26)
    assert reader.get(view).status == 401


def test_whoever_is_suspended_by_another_process_sees_nothing_more(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    reader, view = responder.reader, responder.reader.address
    page = reader.html
    steps.suspend_now(stage, RESPONDER)
    assert stands(reader, view) == 410
    assert reader.get(view).status == 401
    reader.html = page
    reader.tap("I have it")
    assert reader.status == 401
    assert not canaries.hits("page", reader.html.encode())


def test_a_blank_view_takes_no_tap(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    reader, view = responder.reader, responder.reader.address
    ground = stage.bot.floor.ground
    with ground.database.work() as work:  # as the clock of another process does it
        blank = (
            update(PageView).where(PageView.id == view.removeprefix("/v/")).values(blanked_at=ground.now())
        )
        work.session.execute(blank)
        work.commit()
    reader.tap("I have it")
    assert reader.status == 410
    assert not canaries.hits("page", reader.html.encode())
    assert not any(": a responder has it" in dm.text for dm in stage.person(OFFICER).dms())


def test_another_person_finds_nothing_under_a_views_address(stage: Stage) -> None:
    canaries = Canaries()
    responder = opened(stage, canaries)
    officer = stage.page_person(OFFICER)
    officer.command("/lead refer")
    officer.reader.get(responder.reader.address)
    assert officer.reader.status == 410
    assert not canaries.hits("page", officer.reader.html.encode())
    assert stands(officer.reader, responder.reader.address) == 410
