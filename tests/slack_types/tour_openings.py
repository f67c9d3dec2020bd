"""The tour's way past the openings board: posted, claimed, given back, kept longer and ended."""

from __future__ import annotations

from models.acts.appoint import appoint
from models.acts.site_rules import adopt
from models.notice import Kind, NewNotice, post
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import SlackUserId
from models.site import SiteRules
from models.vacant_place import Claim, VacantPlace
from sandbox.cast import CastMember
from sandbox.people import Person
from tests.journeys.shifts import heard, told
from tests.stage import Stage
from tests.worlds.people import LEADER

PROVIDER, CASE_MANAGER = "UHOUSE001", "UBRAMBL01"


def openings(stage: Stage) -> None:
    """Everything the board can show and say."""
    ground = stage.bot.floor.ground
    team = stage.server.workspace.definition.team_id
    with stage.server.workspace.lock:
        stage.server.workspace.people[PROVIDER] = CastMember(PROVIDER, "Fictional Provider", team_id=team)
    seat = Seating(
        SlackUserId(PROVIDER),
        "Fictional Provider",
        "service:Lantern House",
        (Role.SERVICE_PROVIDER,),
        (),
        Account.ANY,
        None,
        None,
    )
    with ground.database.work() as work:
        appoint(work, ground.vault, ground.audit, ground.book.current(work), [seat], ground.now())
        work.commit()
    _posted(stage)
    _claimed(stage)
    _told(stage)
    _ended(stage)
    _asked(stage)


def _posted(stage: Stage) -> None:
    provider = stage.person(PROVIDER)
    provider.command("/lead openings")
    provider.wait_view(callback_id="openings")
    provider.click("Post an opening")
    provider.wait_view(callback_id="place_form")
    provider.fill({"What is free?": "Bed", "How many?": "2", "Hours and terms, if it needs any": "555-0107"})
    assert provider.submit() != {}
    provider.fill({"Hours and terms, if it needs any": "From six in the evening"})
    assert provider.submit() == {}
    provider.wait_view(callback_id="openings")
    provider.close(clear=True)


def _claimed(stage: Stage) -> None:
    manager = stage.person(CASE_MANAGER)
    manager.command("/lead openings")
    manager.wait_view(callback_id="openings")
    for button, says in (
        ("Claim one", "One is yours."),
        ("Give back", "Given back."),
        ("Claim one", "One is yours."),
    ):
        manager.click(button)
        _wait_words(manager, says)
    manager.close(clear=True)
    told(stage)
    assert heard(stage, PROVIDER, "One of your openings was claimed by Harbor Bridge Outreach")
    assert heard(stage, PROVIDER, "gave one of your openings back")


def _told(stage: Stage) -> None:
    """What only time and a closed account bring about is posted straight."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        place, claim = work.session.query(VacantPlace).one(), work.session.query(Claim).first()
        assert claim is not None
        rows = ((Kind.PLACE_ENDS, PROVIDER, place.id), (Kind.PLACE_NOT_REACHED, CASE_MANAGER, claim.id))
        notices = [
            NewNotice(kind, SlackUserId(to), f"tour:{kind.value}", target=target) for kind, to, target in rows
        ]
        post(work, ground.now(), notices)
        work.commit()
    ground.wake()
    told(stage)
    assert heard(stage, CASE_MANAGER, "Lantern House could not be told in Slack")
    provider = stage.person(PROVIDER)
    provider.click("Openings", message=heard(stage, PROVIDER, "ends soon and is not all claimed")[-1])
    provider.wait_view(callback_id="openings")


def _ended(stage: Stage) -> None:
    provider = stage.person(PROVIDER)
    for button, says in (
        ("Two days more", "two days from now"),
        ("Nothing is free any more", "off the board"),
    ):
        provider.click(button)
        _wait_words(provider, says)
    provider.close(clear=True)


def _wait_words(person: Person, says: str) -> None:
    person.wait_view(predicate=lambda view: says in view.words)


def _asked(stage: Stage) -> None:
    """Community leadership asks: a place, or the work; for as long as there is such a group."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        before = ground.book.current(work)
        clt = {
            "code": "clt",
            "name": "Community leadership",
            "kind": "clt",
            "channel": before.site.owg_channel,
        }
        owg = {
            "code": "owg",
            "name": "Operational Work Group",
            "kind": "owg",
            "channel": before.site.owg_channel,
        }
        whole = {**before.model_dump(by_alias=True), "groups": [owg, clt]}
        adopt(work, ground.vault, ground.audit, SiteRules.model_validate(whole), ground.now())
        work.commit()
    leader = stage.person(LEADER)
    leader.open_home()
    leader.wait_home(lambda home: "Ask a question" in home.words)
    leader.click("Ask a question", in_home=True)
    leader.wait_view(callback_id="leadership_ask")
    leader.close(clear=True)
    with ground.database.work() as work:
        adopt(work, ground.vault, ground.audit, before, ground.now())
        work.commit()
