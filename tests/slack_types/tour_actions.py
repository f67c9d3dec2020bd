"""The tour's way past actions: form, taking, another day, giving back, the fund, and every notice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.actions.notices import FORMER_WORDS, OWNER_WORDS
from handlers.actions.voices import VOICES
from handlers.conferences.notices import THREAD_WORDS
from models.acts.actions import NewAction, propose
from models.acts.conference_telling import begin_thread
from models.acts.funds import Asking, add, ask
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.site_rules import adopt
from models.classes import Category, Purpose
from models.conference import Conference
from models.consent import Recipient, Signed
from models.notice import Kind, NewNotice, Notice, post
from models.participant import circle_of
from models.people import Role
from models.schema import ActionRef, SlackUserId
from models.sensitive import Sensitive
from models.site import SiteRules
from sandbox.faces import SeenMessage
from tests.models.tabling import A, K, lay_conference, lay_open_rows
from tests.stage import MANAGER, OFFICER, Stage, wait_until

_KEEPER, _LEADS = SlackUserId("UBRAMBL01"), SlackUserId("UHOLLY001")
_POLICE = "police:Lantern Harbor PD"


def actions(stage: Stage) -> None:
    """Everything that is shown and said of actions."""
    _table(stage)
    _in_the_open(stage)
    ref = _sealed(stage)
    _taken_and_given_back(stage, ref)
    _offered(stage, ref)
    _of_the_fund(stage)
    _whatever_is_left(stage, ref)


def _table(stage: Stage) -> None:
    """A conference at which an officer sits under a release, a situation and an issue."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        ref = begin(ground.scene(work, _KEEPER), "north").ref
        work.commit()
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        circle = circle_of(work, ground.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        named = Recipient(
            _POLICE, Role.OFFICER, frozenset({Category.BARRIERS}), frozenset({Purpose.CONFERENCE})
        )
        until = today + timedelta(days=90)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (named,), until, by_event=False))
        lay_conference(work, ground.vault.rows, ref, [SlackUserId(OFFICER)], scene.moment)
        lay_open_rows(work, scene.moment)
        work.commit()


def _in_the_open(stage: Stage) -> None:
    """From an issue's page: a name is stopped, and one's own stands on Home."""
    manager = stage.person(MANAGER)
    manager.command("/lead issue")
    manager.wait_view(callback_id="issues")
    manager.click(f"issue.{A}")
    manager.wait_view(callback_id="issue_end")
    manager.click("My action")
    manager.wait_view(callback_id="action_form")
    day = str(stage.now().date() + timedelta(days=3))
    manager.fill({"action_form.words": "talk to Zebulon Testperson", "action_form.by": "2020-01-01"})
    assert manager.submit() != {}
    manager.fill({"action_form.words": "ask for a second car", "action_form.by": day})
    assert manager.submit() == {}
    manager.wait_view(callback_id="action")
    manager.close(clear=True)
    manager.open_home()
    home = manager.wait_home(lambda seen: "Your actions" in seen.words)
    assert "second car" not in home.words


def _sealed(stage: Stage) -> ActionRef:
    with stage.bot.floor.ground.database.work() as work:
        scene = stage.bot.floor.ground.scene(work, _KEEPER)
        due = scene.rules.today(scene.moment) + timedelta(days=2)
        said = {"words": Sensitive("ring the case manager before a ticket")}
        ref = propose(scene, NewAction(K, SlackUserId(OFFICER), due, details=said)).ref
        work.commit()
    stage.bot.floor.ground.wake()
    return ref


def _taken_and_given_back(stage: Stage, ref: ActionRef) -> None:
    officer = stage.person(OFFICER)
    card = officer.wait_dm(lambda dm: dm.text.startswith(f"Action {ref}: proposed"))
    officer.click("Open", message=card)
    officer.wait_view(callback_id="opened", predicate=lambda view: "before a ticket" in view.words)
    officer.click("I take this")
    officer.wait_view(callback_id="action_take")
    officer.fill({"action_take.how": "own"})
    assert officer.submit() != {}
    officer.fill({"action_take.words": "I ring before any ticket"})
    assert officer.submit() == {}
    officer.wait_view(callback_id="action")
    officer.close(clear=True)
    officer.open_home()
    officer.wait_home(lambda seen: ref in seen.words)
    officer.click("New date", in_home=True)
    officer.wait_view(callback_id="action_date")
    officer.fill({"action_date.by": "2020-01-01", "action_date.because": "changed"})
    assert officer.submit() != {}
    officer.close(clear=True)
    officer.click("Give back", in_home=True)
    officer.wait_view(callback_id="action_give_back")
    officer.fill({"action_give_back.because": "no_time"})
    assert officer.submit() == {}
    officer.close(clear=True)


def _offered(stage: Stage, ref: ActionRef) -> None:
    """By whoever proposed it; the first choice could not read it."""
    keeper = stage.person(_KEEPER)
    back = keeper.wait_dm(lambda dm: dm.text.startswith(f"{ref}: given back"))
    keeper.click("Open", message=back)
    keeper.wait_view(callback_id="opened", predicate=lambda view: "Propose to somebody" in view.words)
    keeper.click("Propose to somebody")
    keeper.wait_view(callback_id="action_offer")
    day = str(stage.now().date() + timedelta(days=3))
    keeper.fill({"action_offer.who": MANAGER, "action_offer.by": day})
    assert keeper.submit() != {}
    keeper.fill({"action_offer.who": OFFICER})
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="action")
    keeper.close(clear=True)


def _of_the_fund(stage: Stage) -> None:
    """Nobody is told of a sum; the supervisor decides in a form."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        whole = {**rules.model_dump(by_alias=True), "funds": [{"code": "flex", "name": "Flexible fund"}]}
        adopt(work, ground.vault, ground.audit, SiteRules.model_validate(whole), ground.now())
        work.commit()
    with ground.database.work() as work:
        add(ground.scene(work, SlackUserId(MANAGER)), "flex", 500_00)
        begin_thread(ground.scene(work, _KEEPER), work.session.get_one(Conference, K))
        work.commit()
    ground.wake()
    _form_of_the_fund(stage)
    with ground.database.work() as work:
        scene = ground.scene(work, _KEEPER)
        due = scene.rules.today(scene.moment)
        details = {name: Sensitive("work boots") for name in ("words", "payee", "pool")}
        ref = ask(scene, Asking(K, "flex", 120_50, due, details, decides=True)).ref
        work.commit()
    ground.wake()
    leads, manager = stage.person(_LEADS), stage.person(MANAGER)
    card = leads.wait_dm(lambda dm: dm.text.startswith(f"Action {ref}: your decision"))
    leads.click("Open", message=card)
    leads.wait_view(callback_id="opened", predicate=lambda view: "120.50" in view.words)
    leads.click("Decide")
    leads.wait_view(callback_id="fund_decide")
    leads.fill({"fund_decide.answer": "yes"})
    assert leads.submit() == {}
    leads.close(clear=True)
    keeper = stage.person(_KEEPER)
    said = keeper.wait_dm(lambda dm: f"{ref}: it is decided" in dm.text)
    keeper.click("Open", message=said)
    keeper.wait_view(callback_id="opened", predicate=lambda view: "120.50" in view.words)
    keeper.click("Done")
    keeper.wait_view(callback_id="action_paid")
    keeper.close(clear=True)
    manager.open_home()
    manager.wait_home(lambda seen: "Flexible fund: 500.00 left." in seen.words)
    manager.click("home.fund.flex", in_home=True)
    manager.wait_view(callback_id="fund_add")
    manager.fill({"fund_add.sum": "lots"})
    assert manager.submit() != {}
    manager.fill({"fund_add.sum": "20"})
    assert manager.submit() == {}
    manager.close(clear=True)


def _form_of_the_fund(stage: Stage) -> None:
    """From the thread of a conference on a person, for their team."""
    keeper, channel = stage.person(_KEEPER), "C0OWG0001"

    def buttons() -> list[SeenMessage]:
        return [one for one in keeper.messages(channel) if THREAD_WORDS[:30] in one.text]

    before = len(buttons())
    wait_until(lambda: len(buttons()) >= max(before, 1), "the thread stands", seconds=15)
    wait_until(lambda: _sent_to(stage, K), "the thread of this one stands", seconds=15)
    keeper.click("My action", message=buttons()[-1])
    keeper.wait_view(callback_id="action_form")
    keeper.click("From the flexible fund")
    keeper.wait_view(callback_id="action_fund")
    keeper.close(clear=True)


def _sent_to(stage: Stage, subject: str) -> bool:
    with stage.bot.floor.ground.database.look() as work:
        thread = (Notice.kind == Kind.CONFERENCE_THREAD.value, Notice.subject == subject)
        return work.session.scalar(select(Notice.id).where(*thread, Notice.outcome == "sent")) is not None


def _whatever_is_left(stage: Stage, ref: ActionRef) -> None:
    """Kinds that none of these acts brings about are posted straight, about one that waits."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        sent = set(work.session.scalars(select(Notice.kind).where(Notice.outcome == "sent")))
        missing = [kind for kind in sorted(VOICES) if kind.value not in sent]
        owner = SlackUserId(OFFICER)
        post(
            work,
            ground.now(),
            [
                NewNotice(
                    kind,
                    owner if kind in {**OWNER_WORDS, **FORMER_WORDS} else _KEEPER,
                    f"tour:{kind.value}",
                    subject=ref,
                )
                for kind in missing
            ],
        )
        work.commit()
    ground.wake()
    wait_until(lambda: _arrived(stage, missing), "these kinds arrive", seconds=3 * len(missing) + 5)


def _arrived(stage: Stage, kinds: list[Kind]) -> bool:
    stage.move_clock(timedelta(seconds=1))
    with stage.bot.floor.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.outcome == "sent", Notice.dedupe_key.startswith("tour:"))
        return {kind.value for kind in kinds} <= set(work.session.scalars(query))
