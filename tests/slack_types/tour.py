"""One tour past everything the bot can say: every door, view, notice, refusal and second try."""

from __future__ import annotations

from datetime import timedelta

from models.acts.suspend import suspend
from models.notice import Kind
from models.referral import Door
from models.schema import SlackUserId
from sandbox.faces import SeenMessage
from sandbox.people import Person
from tests.prove.referring import close_all, fill_first, fill_rest, open_form
from tests.slack_types.tour_actions import actions
from tests.slack_types.tour_conferences import conferences
from tests.slack_types.tour_courts import courts
from tests.slack_types.tour_leftovers import leftovers, wait_quiet
from tests.slack_types.tour_legal import legal
from tests.slack_types.tour_meetings import meetings
from tests.slack_types.tour_messages import messages
from tests.slack_types.tour_openings import openings
from tests.slack_types.tour_pairs import pairs
from tests.slack_types.tour_participants import participants
from tests.slack_types.tour_pings import pings
from tests.slack_types.tour_policy import policy
from tests.slack_types.tour_queue import queue
from tests.slack_types.tour_releases import releases
from tests.slack_types.tour_rollcall import roll_calls
from tests.slack_types.tour_roster import CLINICAL_SUPERVISOR, NOT_ROSTERED, roster, rota
from tests.slack_types.tour_safeguards import safeguards
from tests.slack_types.tour_schedules import schedules
from tests.slack_types.tour_situations import situations
from tests.stage import BACKUP, MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, RESPONDER, Stage, wait_until

CASE_MANAGER = "UBRAMBL01"
_TARGETS = {Kind.GUARD_STRANGERS: "C0OWG0001 2"}  # a channel and a count
_HURRIED = {"Where should the responder come?": "Dock 0", "Your call-back number": "no number"}


def tour(stage: Stage) -> None:
    """Play it all, in the order of a day that gets worse."""
    _words(stage)
    _arrest_diversion(stage)
    _social_contact(stage)
    _community(stage)
    _home(stage)
    pairs(stage)
    queue(stage)
    roster(stage)
    _field_help(stage)
    rota(stage)
    _answers_lost(stage)
    _slack_away(stage)
    _opened_too_late(stage)
    releases(stage)  # its many views go blank when nobody waits for one
    messages(stage)
    pings(stage)
    courts(stage)
    legal(stage)
    safeguards(stage)
    roll_calls(stage)
    schedules(stage)
    openings(stage)
    situations(stage)
    conferences(stage)
    actions(stage)
    policy(stage)
    meetings(stage)
    participants(stage)  # fills the case manager's last place: nobody else begins after it
    _nobody_left(stage)
    leftovers(stage)


def _words(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    for line in ("/lead", "/lead help", "/lead somebody at the pier", "/lead status R-00000"):
        assert officer.command(line).text
    assert stage.person(NOT_ROSTERED).command("/lead refer").text
    officer.type(officer.dm, "Zebulon Testperson is back", force=True)
    _hears(officer, "not read or kept")


def _arrest_diversion(stage: Stage) -> None:
    officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
    officer.shortcut("refer_to_lead")
    officer.wait_view(callback_id="choose_door")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill(_HURRIED)
    assert officer.submit() != {}
    fill_first(officer, Door.ARREST_DIVERSION, "Dock 1")
    _lose_answers(stage, 2)  # before the bot knows anybody's direct messages
    assert officer.submit() == {}
    _find_them(stage)
    card = _hears(responder, "open it now")
    fill_rest(officer)
    assert officer.submit() == {}
    close_all(officer)
    _hears(responder, "More has been added")
    stage.move_clock(timedelta(minutes=9))
    _hears(stage.person(BACKUP), "open it now")
    _hears(responder, "still waits for an answer")
    _open(responder, card)
    _act(responder, "I have it")
    _hears(stage.person(BACKUP), "colleague has this")
    _act(responder, "estimate", "20 minutes")
    _hears(officer, "on the way")
    _act(responder, "We met")
    _hears(officer, "met. Thank you")
    close_all(responder)


def _social_contact(stage: Stage) -> None:
    officer, manager, responder = (stage.person(one) for one in (QUAY_OFFICER, MANAGER, RESPONDER))
    _refer(officer, Door.SOCIAL_CONTACT, "Dock 2")
    _open(manager, _hears(manager, "open it today"))
    _act(manager, "I have it")
    _hears(officer, "being looked at")
    _act(manager, "Send outreach")
    _hears(officer, "outreach has been asked")
    close_all(manager)
    _open(responder, _hears(responder, "open it today"))
    _act(responder, "I have it")
    _hears(officer, "a responder has it")
    _act(responder, "No meeting")
    _hears(officer, "no meeting this time")
    close_all(responder)
    ref = _hears(officer, "no meeting this time").text.split(":")[0]
    assert officer.command(f"/lead status {ref}").text.startswith(ref)


def _community(stage: Stage) -> None:
    neighbor, manager = stage.person(NEIGHBOR), stage.person(MANAGER)
    open_form(neighbor, Door.COMMUNITY)
    fill_first(neighbor, Door.COMMUNITY, "Dock 3")
    neighbor.fill({"Is anybody in danger right now?": "Yes"})
    assert neighbor.submit() != {}
    neighbor.fill({"Is anybody in danger right now?": "No"})
    assert neighbor.submit() == {}
    close_all(neighbor)
    card = _last_card(stage, manager, 2)
    _open(manager, card)
    close_all(manager)


def _home(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    for user in (OFFICER, MANAGER, NEIGHBOR, NOT_ROSTERED):
        stage.person(user).open_home()
        stage.person(user).wait_home()
    officer.click("Help", in_home=True)
    officer.wait_view(callback_id="help")
    close_all(officer)
    officer.click("What I wrote", in_home=True)
    officer.wait_view(callback_id="opened")
    close_all(officer)
    officer.click("Refer a person", in_home=True)
    officer.wait_view(callback_id="choose_door")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    fill_first(officer, Door.ARREST_DIVERSION, "Dock 4")
    assert officer.submit() == {}
    close_all(officer)
    officer.open_home()
    officer.wait_home(lambda home: "Add the rest" in home.words)
    officer.click("Add the rest", in_home=True)
    fill_rest(officer)
    assert officer.submit() == {}
    close_all(officer)


def _field_help(stage: Stage) -> None:
    officer, responder = stage.person(OFFICER), stage.person(RESPONDER)
    before = len([dm for dm in responder.dms() if dm.blocks])
    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    officer.click("Field help")
    officer.wait_view(callback_id="field_help")
    officer.fill({"Where should the responder come?": "Dock 9", "Your call-back number": "555-0107"})
    assert officer.submit() == {}
    close_all(officer)
    _open(responder, _last_card(stage, responder, before + 1))
    _act(responder, "I have it")
    close_all(responder)


def _answers_lost(stage: Stage) -> None:
    """Slack keeps a card, and later a reply in its thread, and says nothing: the bot looks for both."""
    officer = stage.person(OFFICER)
    wait_quiet(stage)
    _lose_answers(stage, 2)  # the receipt and the card
    open_form(officer, Door.ARREST_DIVERSION)
    fill_first(officer, Door.ARREST_DIVERSION, "Dock 5")
    assert officer.submit() == {}
    _find_them(stage)
    _lose_answers(stage, 1)  # the reply in the card's thread
    fill_rest(officer)
    assert officer.submit() == {}
    close_all(officer)
    _find_them(stage)


def _slack_away(stage: Stage) -> None:
    """A window that Slack did not open is answered in words."""
    officer = stage.person(OFFICER)
    stage.server.faults.add("views.open", "server_error", times=2)
    assert "slow" in officer.command("/lead refer").text
    officer.open_home()
    officer.click("Help", in_home=True)
    _hears(officer, "Slack is slow")


def _opened_too_late(stage: Stage) -> None:
    """An open view goes blank; who is suspended opens nothing, and the form they have open leads nowhere."""
    responder = stage.person(RESPONDER)
    card = _last_card(stage, responder, 1)
    _open(responder, card)
    stage.move_clock(timedelta(minutes=11))
    responder.wait_view(predicate=lambda view: "closed itself" in view.words)
    close_all(responder)
    _suspend(stage, RESPONDER)
    responder.click("Open", message=card)
    responder.wait_view(callback_id="unavailable")
    close_all(responder)
    officer = stage.person(QUAY_OFFICER)
    officer.command("/lead refer")
    officer.wait_view(callback_id="choose_door")
    _suspend(stage, QUAY_OFFICER)
    officer.click("Social contact")
    officer.wait_view(callback_id="unavailable")
    close_all(officer)


def _nobody_left(stage: Stage) -> None:
    officer, manager = stage.person(OFFICER), stage.person(MANAGER)
    stage.server.workspace.person(BACKUP).deleted = True  # and no event of it came
    _refer(officer, Door.ARREST_DIVERSION, "Dock 6")
    _hears(manager, "could not be reached")
    for user in (BACKUP, CASE_MANAGER, CLINICAL_SUPERVISOR):
        _suspend(stage, user)
    _refer(officer, Door.ARREST_DIVERSION, "Dock 7")
    _hears(officer, "nobody is on call")
    _hears(manager, "nobody on the rota")


def _refer(person: Person, door: Door, mark: str) -> None:
    open_form(person, door)
    fill_first(person, door, mark)
    assert person.submit() == {}
    close_all(person)


def _hears(person: Person, words: str) -> SeenMessage:
    return person.wait_dm(lambda dm: words in dm.text)


def _last_card(stage: Stage, person: Person, wanted: int) -> SeenMessage:
    def cards() -> list[SeenMessage]:
        return [dm for dm in person.dms() if dm.blocks]

    wait_until(lambda: len(cards()) >= wanted, "the card is there")
    return cards()[-1]


def _open(person: Person, card: SeenMessage) -> None:
    person.click("Open", message=card)
    person.wait_view(callback_id="opened")


def _act(person: Person, button: str, value: str | None = None) -> None:
    before = person.wait_view(callback_id="opened").body["hash"]
    person.click(button, value)
    person.wait_view(predicate=lambda view: "Noted" in view.words and view.body["hash"] != before)


def _suspend(stage: Stage, user: str) -> None:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, SlackUserId(user), ground.now(), "operator")
        work.commit()
    ground.wake()


def _lose_answers(stage: Stage, times: int) -> None:
    stage.server.faults.add("chat.postMessage", "cut_after_store", times=times)


def _find_them(stage: Stage) -> None:
    wait_until(lambda: not stage.server.faults.rules(), "the answers were lost")
    wait_quiet(stage)
