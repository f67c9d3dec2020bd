"""The tour's way past the Golden Rule's reminder, a word with the supervisor, and setting aside."""

from __future__ import annotations

from datetime import timedelta

from models.acts.release import ReleaseForm, sign_release
from models.caseload import caseload
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.participant import circle_of
from models.people import Role, find_actor
from models.schema import SlackUserId
from tests.stage import Stage

_KEEPER, _LAWYER, _SUPERVISOR = SlackUserId("UBRAMBL01"), "UVANEX001", "UHOLLY001"
_OFFICE = "prosecutor:Lantern County Prosecutor"


def safeguards(stage: Stage) -> None:
    """Stopped, a word asked for, the routine update sent, and what was sent set aside."""
    keeper, lawyer, supervisor = (stage.person(one) for one in (_KEEPER, _LAWYER, _SUPERVISOR))
    keeper.open_home()
    keeper.wait_home(lambda home: "Seal a message" in str(home.body))
    keeper.click("Seal a message", in_home=True)
    keeper.wait_view(callback_id="seal_message")
    codes = {"kind": "barriers", "wanted": "now", "purpose": "court", "people": [_LAWYER]}
    words = {"subject": "How it goes", "text": "He missed curfew Tuesday and used again"}
    answers = {**codes, **words, "about": _released(stage)}
    keeper.fill({f"seal_message.{name}": answer for name, answer in answers.items()})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="message_stopped")
    keeper.click("Talk to my supervisor")
    supervisor.wait_dm(lambda dm: "would like a word" in dm.text)
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="seal_message", predicate=lambda view: "What to send" in view.words)
    assert keeper.submit() == {}
    ref = keeper.wait_view(callback_id="sealed").words.split(" is sealed")[0].split()[-1]
    keeper.close(clear=True)
    lawyer.open_home()
    lawyer.wait_home(lambda home: ref in home.words)
    lawyer.click("Open", in_home=True)
    lawyer.wait_view(callback_id="opened", predicate=lambda view: ref in view.words)
    lawyer.click("I was sent something I should set aside")
    lawyer.wait_view(callback_id="set_aside")
    supervisor.wait_dm(lambda dm: dm.text.startswith(f"{ref} was set aside"))
    lawyer.close(clear=True)


def _released(stage: Stage) -> str:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        today = scene.rules.today(scene.moment)
        actor = find_actor(work, ground.vault.rows, _KEEPER, today)
        ref = caseload(work, ground.vault.rows, actor)[0].ref  # they have room for nobody new any more
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        named = Recipient(
            _OFFICE,
            Role.LIAISON_PROSECUTOR,
            frozenset({Category.BARRIERS, Category.ENGAGEMENT}),
            frozenset({Purpose.COURT}),
        )
        until = today + timedelta(days=90)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (named,), until, by_event=False))
        work.commit()
    return ref
