"""The tour's way past proposals, changed rules and a critical incident: every screen and sentence once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.policy.notices import policy_words
from models.acts.issues import Raising, raise_issue
from models.acts.site_rules import adopt
from models.admin_issue import AdminIssue
from models.notice import Kind, NewNotice, post
from models.policy import PolicyProposal, PolicyState, Touches
from models.schema import IssueRef, SlackUserId
from models.site import SiteRules
from sandbox.faces import SeenMessage
from sandbox.people import Person
from tests.journeys.shifts import told
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage

_CLINICAL = "UHOLLY001"
_SAID = "Responders come late before seven"
_FORMS = {
    Touches.CRITERIA: "rules_criteria",
    Touches.PRIORITY: "rules_priority",
    Touches.OFFICER_CARD: "rules_card",
    Touches.GUARD_LIST: "rules_guard",
}


def policy(stage: Stage) -> None:
    """From an issue that an officer raises to the version of the rules it becomes; then the call list."""
    ref = _raised(stage)
    _proposed(stage, ref)
    _sounded(stage, ref)
    _answered(stage, ref)
    _passed_on(stage, ref)
    _changed(stage, ref)
    _read(stage, ref)
    for touches, form in _FORMS.items():
        _other_form(stage, touches, form)
    _critical(stage)


def _raised(stage: Stage) -> IssueRef:
    officer, manager = stage.person(OFFICER), stage.person(MANAGER)
    officer.command("/lead issue")
    officer.wait_view(callback_id="issues")
    officer.click("Raise an issue")
    officer.wait_view(callback_id="issue_new")
    officer.fill({"What is it?": "Zebulon Testperson waits"})
    assert officer.submit() != {}
    officer.fill({"What is it?": _SAID})
    assert officer.submit() == {}
    officer.wait_view(callback_id="issue")
    officer.close(clear=True)
    with stage.bot.floor.ground.database.look() as work:
        ref = work.session.scalars(select(AdminIssue.ref).where(AdminIssue.words == _SAID)).one()
    _issue(manager, ref)
    manager.click("Day and group")
    manager.wait_view(callback_id="issue_change")
    manager.fill({"To be done by": (stage.now() + timedelta(days=30)).date().isoformat()})
    assert manager.submit() == {}
    manager.close(clear=True)
    return ref


def _issue(who: Person, ref: str) -> None:
    who.click("Open", message=_hears(who, f"{ref}: an issue is yours to see to"))
    who.wait_view(callback_id="issue_end")


def _open(who: Person, kind: Kind, ref: str, view: str) -> None:
    who.click("Open", message=_hears(who, policy_words(kind, ref)))
    who.wait_view(callback_id=view)


def _hears(who: Person, words: str) -> SeenMessage:
    return who.wait_dm(lambda dm: words in dm.text)


def _proposed(stage: Stage, ref: str) -> None:
    manager = stage.person(MANAGER)
    _issue(manager, ref)
    manager.click("Propose to the policy group")
    manager.wait_view(callback_id="policy_propose")
    answers = {"Background": _SAID, "Options": "A longer clock", "What would it change?": "A clock"}
    manager.fill(answers)
    assert manager.submit() == {}
    manager.close(clear=True)


def _sounded(stage: Stage, ref: str) -> None:
    sergeant = stage.person(SUPERVISOR)
    sergeant.click("It needs a change", message=_hears(sergeant, policy_words(Kind.SOUNDING, ref)))
    sergeant.wait_view(callback_id="sounding")
    sergeant.fill({"In your words, if you like": "Quieter mornings would do"})
    assert sergeant.submit() == {}
    sergeant.close(clear=True)


def _answered(stage: Stage, ref: str) -> None:
    """The practice site has no policy group of its own: a project manager enters what was answered."""
    manager = stage.person(MANAGER)
    _issue(manager, ref)
    manager.click("The proposal")
    manager.wait_view(callback_id="policy", predicate=lambda view: "Quieter mornings" in view.words)
    manager.click("Put it before the group")
    manager.wait_view(callback_id="policy", predicate=lambda view: "before the policy group" in view.words)
    manager.click("Enter their answer")
    manager.wait_view(callback_id="policy_answer")
    manager.fill(
        {"What did the policy group answer?": "Put off until a day", "In their words": "A week more"}
    )
    assert manager.submit() != {}
    manager.fill({"What did the policy group answer?": "Consensus reached"})
    assert manager.submit() == {}
    manager.close(clear=True)
    officer = stage.person(OFFICER)
    _open(officer, Kind.POLICY_ANSWERED, ref, "policy")
    officer.close(clear=True)


def _passed_on(stage: Stage, ref: str) -> None:
    sergeant, manager = stage.person(SUPERVISOR), stage.person(MANAGER)
    _open(sergeant, Kind.PASS_ON, ref, "pass_on")
    sergeant.click("Passed on")
    sergeant.wait_view(callback_id="pass_on", predicate=lambda view: "Thank you" in view.words)
    sergeant.close(clear=True)
    _open(manager, Kind.POLICY_CHANGE, ref, "policy")
    manager.click("Somebody else passes it on")
    manager.wait_view(callback_id="pass_on_choose")
    manager.fill({"Who passes it on in their agency?": OFFICER})
    assert manager.submit() != {}
    manager.close(clear=True)


def _changed(stage: Stage, ref: str) -> None:
    manager, clinical = stage.person(MANAGER), stage.person(_CLINICAL)
    _open(manager, Kind.POLICY_CHANGE, ref, "policy")
    manager.click("Fill in the change")
    manager.wait_view(callback_id="rules_clock")
    manager.fill({"Which clock?": "Days for the intake", "Its number": "many"})
    assert manager.submit() != {}
    manager.fill({"Its number": "21"})
    assert manager.submit() == {}
    manager.close(clear=True)
    clinical.command("/lead roster")
    clinical.wait_view(callback_id="roster")
    clinical.click("Confirm")
    clinical.wait_view(callback_id="roster", predicate=lambda view: "in force now" in view.words)
    clinical.close(clear=True)


def _read(stage: Stage, ref: str) -> None:
    officer, manager = stage.person(OFFICER), stage.person(MANAGER)
    _open(officer, Kind.RULES_TO_READ, ref, "rules_reading")
    officer.click("I have read this")
    officer.wait_view(callback_id="rules_reading", predicate=lambda view: "Thank you" in view.words)
    officer.close(clear=True)
    manager.command("/lead issue")
    manager.wait_view(callback_id="issues")
    manager.click("What changed in the rules")
    manager.wait_view(callback_id="rules_history")
    manager.close(clear=True)


def _other_form(stage: Stage, touches: Touches, form: str) -> None:
    """What the group would have agreed on; the form of the change opens with today's values."""
    ground, manager = stage.bot.floor.ground, stage.person(MANAGER)
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId(MANAGER))
        ref = raise_issue(scene, Raising(_SAID, SlackUserId(MANAGER), "")).ref
        made = {"background": _SAID, "options": _SAID, "made_by": scene.user, "made_at": scene.moment}
        state = PolicyState.CONSENSUS.value
        work.session.add(PolicyProposal(issue=ref, group="", touches=touches.value, state=state, **made))
        notice = NewNotice(Kind.POLICY_CHANGE, scene.user, f"tour:{touches.value}", subject=ref)
        post(work, scene.moment, [notice])
        work.commit()
    ground.wake()
    _open(manager, Kind.POLICY_CHANGE, ref, "policy")
    manager.click("Fill in the change")
    manager.wait_view(callback_id=form)
    manager.close(clear=True)


def _critical(stage: Stage) -> None:
    ground, manager, sergeant = stage.bot.floor.ground, stage.person(MANAGER), stage.person(SUPERVISOR)
    manager.command("/lead issue")
    manager.wait_view(callback_id="issues")
    manager.click("Critical incident")
    manager.wait_view(callback_id="critical", predicate=lambda view: "no call list yet" in view.words)
    manager.close(clear=True)
    listed = {
        "call": [SUPERVISOR, _CLINICAL],
        "speaker": MANAGER,
        "holding_sentence": "We are looking into it.",
    }
    with ground.database.work() as work:
        now = ground.book.current(work).model_dump(by_alias=True)
        rules = SiteRules.model_validate({**now, "critical_incident": listed})
        adopt(work, ground.vault, ground.audit, rules, ground.now())
        work.commit()
    manager.open_home()
    manager.wait_home(lambda home: "Critical incident" in home.words)
    manager.click("Critical incident", in_home=True)
    manager.wait_view(callback_id="critical", predicate=lambda view: "Barnaby Oxlip" in view.words)
    sergeant.click("I know", message=_hears(sergeant, "call list is running"))
    sergeant.wait_view(callback_id="critical")
    sergeant.close(clear=True)
    stage.move_clock(timedelta(minutes=11))
    _hears(manager, "not everybody has answered")
    manager.click("It has ended")
    manager.wait_view(callback_id="critical", predicate=lambda view: "has ended." in view.words)
    manager.close(clear=True)
    _hears(sergeant, "the call list has ended")
    told(stage)
