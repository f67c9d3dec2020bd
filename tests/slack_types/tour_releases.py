"""The tour's way past releases: every form and view of theirs, and every notice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.consents.ending import ending_round
from models.acts.participants import begin
from models.consent import Consent
from models.notice import Kind, NewNotice, post
from models.schema import ParticipantRef, SlackUserId
from sandbox.people import Person
from tests.stage import Stage

_KEEPER, _SUPERVISOR = SlackUserId("UBRAMBL01"), "UHOLLY001"
_COUNTY = "prosecutor:Lantern County Prosecutor"


def releases(stage: Stage) -> None:
    """Enter a form for two recipients, withdraw one, let the other end with its event, look at the log."""
    ref, keeper = _begun(stage), stage.person(_KEEPER)
    keeper.command("/lead consent")
    keeper.wait_view(callback_id="my_releases")
    keeper.close(clear=True)
    _open(keeper, ref)
    keeper.click("The full notice")
    keeper.wait_view(callback_id="part_two")
    keeper.close(clear=True)
    _open(keeper, ref)
    _enter(stage, keeper)
    ending_round(stage.bot.floor.ground).look()
    keeper.wait_dm(lambda dm: "a release ends soon" in dm.text)
    _withdraw(stage, keeper, ref)
    stage.person(_SUPERVISOR).wait_dm(lambda dm: "a release has changed" in dm.text)
    keeper.click("Show the releases")
    keeper.wait_view(callback_id="opened")
    keeper.click("The event has happened")
    keeper.wait_view(predicate=lambda view: "ended with its event" in view.words)
    keeper.click("Who was told what")
    keeper.wait_view(callback_id="opened", title="Who was told what")
    keeper.close(clear=True)


def _open(keeper: Person, ref: ParticipantRef) -> None:
    keeper.command(f"/lead consent {ref}")
    keeper.wait_view(callback_id="opened")


def _begun(stage: Stage) -> ParticipantRef:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref = begin(ground.scene(work, _KEEPER), "north").ref
        work.commit()
    return ref


def _recipient(form: str, agency: str, role: str) -> dict[str, object]:
    return {
        f"{form}.agency": agency,
        f"{form}.role": role,
        f"{form}.categories": ["barriers"],
        f"{form}.purposes": ["court"],
    }


def _enter(stage: Stage, keeper: Person) -> None:
    today = stage.now().date()
    keeper.click("New release")
    keeper.wait_view(callback_id="release_form")
    keeper.fill(
        {
            **_recipient("release_form", _COUNTY, "officer"),
            "release_form.expires_on": (today + timedelta(days=5)).isoformat(),
            "release_form.event": "The dock closes",
            "release_form.person": "Zebulon Testperson",
            "release_form.signed_on": (today - timedelta(days=1)).isoformat(),
            "release_form.signed_how": "on_paper",
            "release_form.signature": "Third drawer",
            "release_form.explained": ["yes"],
        }
    )
    assert set(keeper.submit()) == {"release_form.role"}
    keeper.fill({"release_form.role": "liaison_prosecutor"})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="release_done")
    keeper.click("Add another recipient")
    keeper.wait_view(callback_id="release_recipient")
    keeper.fill(_recipient("release_recipient", "police:Lantern Harbor PD", "police_supervisor"))
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="release_done")
    keeper.click("Show the releases")
    keeper.wait_view(callback_id="opened")


def _withdraw(stage: Stage, keeper: Person, ref: ParticipantRef) -> None:
    keeper.click("Withdraw")
    keeper.wait_view(callback_id="release_withdraw")
    keeper.fill({"release_withdraw.how": "spoken", "release_withdraw.whom": "this"})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="release_done")
    _ask_for_the_form(stage, keeper, ref)


def _ask_for_the_form(stage: Stage, keeper: Person, ref: ParticipantRef) -> None:
    """The next day's reminder, posted now: the tour's clock does not jump a day here."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        query = select(Consent.id).where(Consent.participant == ref, Consent.revoked_at.is_not(None))
        ended = work.session.scalars(query).one()
        reminder = NewNotice(Kind.WRITTEN_FORM, _KEEPER, "tour:written_form", subject=ref, target=ended)
        post(work, ground.now(), [reminder])
        work.commit()
    ground.wake()
    keeper.wait_dm(lambda dm: "a written form is still missing" in dm.text)
