"""The tour's way past courts: a matter kept and changed, a calendar's row settled, lists looked at."""

from __future__ import annotations

from datetime import timedelta

from handlers.court.importing import CalendarImport
from models.acts.chain import BOT
from models.acts.folder import write_details
from models.acts.participants import begin
from models.classes import Category
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from sandbox.people import Person
from tests.stage import Stage, wait_until

_KEEPER, _PROSECUTOR = SlackUserId("UBRAMBL01"), "UVANEX001"
_HEADER = "court,starts_at,name,date_of_birth,case_number,kind"


def courts(stage: Stage) -> None:
    """Every screen and form of the feature, opened and sent once."""
    keeper = stage.person(_KEEPER)
    ref = _somebody(stage)
    _a_file_came(stage)
    card = keeper.wait_dm(lambda dm: dm.text == f"{ref}: a possible date in court. Open the folder.")
    keeper.click("Open", message=card)
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Possibly theirs" in view.words)
    keeper.click("It is theirs")
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Written down as theirs" in view.words)
    keeper.click("Add a court matter")
    keeper.wait_view(callback_id="matter_new")
    keeper.fill({"Court": "municipal", "When did it arise?": "unknown", "Next hearing: day": "2001-01-01"})
    assert keeper.submit() != {}
    keeper.fill({"Next hearing: hour": "09:00"})
    assert keeper.submit() != {}
    keeper.fill({"Next hearing: day": (stage.now() + timedelta(days=30)).date().isoformat()})
    _sent(stage, keeper)
    keeper.click("Change")
    keeper.wait_view(callback_id="matter_change")
    keeper.fill({"Warrant": "active", "Notes": "Fictional notes."})
    _sent(stage, keeper)
    keeper.click("Close")
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Nobody is reminded" in view.words)
    keeper.close(clear=True)
    _lists(stage)


def _lists(stage: Stage) -> None:
    for user, button in (
        (_KEEPER, "Court calendar"),
        (_PROSECUTOR, "Court calendar"),
        (_PROSECUTOR, "Filing holds"),
    ):
        who = stage.person(user)
        who.open_home()
        who.wait_home(lambda home, button=button: button in home.words)  # type: ignore[misc]  # a default binds the loop's value
        who.click(button, in_home=True)
        who.wait_view(callback_id="opened")
        who.close(clear=True)


def _somebody(stage: Stage) -> ParticipantRef:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        ref = begin(scene, "north").ref
        write_details(scene, ref, {Category.IDENTITY: {"called": Sensitive("Clementine Courtperson")}})
        work.commit()
    return ref


def _a_file_came(stage: Stage) -> None:
    at = rfc3339(stage.now() + timedelta(days=20))
    path = stage.folder / "court.csv"
    path.write_text(f"{_HEADER}\nsuperior,{at},Clementine Courtperson,,26-0-00000-0,hearing\n")
    CalendarImport(stage.bot.floor.ground).take(BOT, path)
    path.unlink()


def _sent(stage: Stage, who: Person) -> None:
    before = len(stage.server.calls("views.update"))
    assert who.submit() == {}
    wait_until(lambda: len(stage.server.calls("views.update")) >= before + 2, "the screen is drawn anew")
    who.wait_view(callback_id="opened", predicate=lambda view: "Saved." in view.words)
