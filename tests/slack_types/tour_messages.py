"""The tour's way past sealed messages: every form and view of theirs, and the receipt."""

from __future__ import annotations

from models.acts.participants import begin
from models.schema import SlackUserId
from sandbox.people import Person
from tests.stage import OFFICER, Stage, wait_until

_KEEPER, _SUPERVISOR = SlackUserId("UBRAMBL01"), "UHOLLY001"


def messages(stage: Stage) -> None:
    """Seal one, open and answer it, take one back, begin one about a referral, and move a message."""
    keeper, supervisor, officer = (stage.person(user) for user in (_KEEPER, _SUPERVISOR, OFFICER))
    ref = _begun(stage)
    _seal(keeper, ref)
    card = supervisor.wait_dm(lambda dm: "open it today" in dm.text)
    supervisor.click("Open", message=card)
    supervisor.wait_view(callback_id="opened")
    keeper.wait_dm(lambda dm: dm.text.endswith(": opened."))
    supervisor.click("Reply")
    supervisor.wait_view(callback_id="seal_reply")
    supervisor.fill({f"seal_reply.{name}": answer for name, answer in _answers().items()})
    assert supervisor.submit() == {}
    supervisor.wait_view(callback_id="sealed")
    supervisor.close(clear=True)
    _seal(keeper, ref)
    keeper.open_home()
    keeper.wait_home(lambda home: "not opened yet" in home.words)
    keeper.click("Take it back", in_home=True)
    keeper.wait_view(predicate=lambda view: "is taken back" in view.words)
    keeper.close(clear=True)
    before = officer.home()
    officer.open_home()
    # What was published some time ago may still offer what has closed since.
    officer.wait_home(lambda home: before is None or home.body["hash"] != before.body["hash"])
    officer.click("What I wrote", in_home=True)
    officer.wait_view(callback_id="opened")
    officer.click("Seal a message")
    officer.wait_view(callback_id="seal_about")
    officer.close(clear=True)
    _move(officer)


def _begun(stage: Stage) -> str:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref = begin(ground.scene(work, _KEEPER), "north").ref
        work.commit()
    return ref


def _answers() -> dict[str, object]:
    return {"kind": "barriers", "wanted": "today", "subject": "A bed", "text": "The shelter has moved."}


def _seal(keeper: Person, ref: str) -> None:
    keeper.open_home()
    keeper.wait_home(lambda home: "Seal a message" in str(home.body))
    keeper.click("Seal a message", in_home=True)
    keeper.wait_view(callback_id="seal_message")
    answers = {**_answers(), "about": ref, "purpose": "coordination", "people": [_SUPERVISOR]}
    keeper.fill({f"seal_message.{name}": answer for name, answer in answers.items()})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="sealed")
    keeper.close(clear=True)


def _move(officer: Person) -> None:
    wait_until(officer.dms, "there is a message to point at")
    officer.message_shortcut("move_to_sealed_item", officer.dms()[0])
    officer.wait_view(callback_id="seal_message")
    officer.close(clear=True)
