"""Court matters, questions by number, and what the asker is left with: short words for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.acts.questions import NewQuestion, ask_by_number, look, write_down
from models.classes import Category
from models.consent import Recipient, new_id
from models.court_matter import Arose, CourtMatter
from models.envelope import SealedItem
from models.notice import Notice
from models.ping import Ask, Ping, Side
from models.scene import Scene
from models.schema import Handle, ParticipantRef, PingRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Shelf
from tests.factories import CASE_MANAGER, NOON, PROSECUTOR
from tests.models.sharing import DEFENDER, Sharing, defenders, office

NUMBER, SAME_NUMBER = "26-1-00417-2", "26 1 00417 2"
WHY = "A filing decision is coming"
BY = date(2026, 9, 18)  # three days after noon
SOON = NOON + timedelta(seconds=5)
ASKERS = {Side.QUESTION: PROSECUTOR, Side.SCHEDULING: DEFENDER}


def release_for(side: Side) -> Recipient:
    """What lets the askers of this side be answered."""
    return office(Category.LEGAL_CALENDAR) if side is Side.QUESTION else defenders(Category.LEGAL_CALENDAR)


def matter(
    sharing: Sharing,
    ref: ParticipantRef | None = None,
    *,
    number: str = NUMBER,
    court: str = "superior",
    hearing_at: datetime | None = None,
    closed_at: datetime | None = None,
) -> str:
    """A court matter in a folder; answers its id."""
    about = ref or sharing.ref

    def keep(scene: Scene) -> str:
        page = scene.vault.pages.write(
            scene.work,
            sharing.actor(CASE_MANAGER),
            about,
            Shelf.COURT,
            Category.LEGAL_CALENDAR,
            {"number": Sensitive(number)},
            moment=NOON,
        )
        row = CourtMatter(
            id=new_id(),
            participant=about,
            court=court,
            office="prosecutor:Lantern County Prosecutor",
            arose=Arose.BEFORE.value,
            hearing_at=hearing_at,
            page=page,
            entered_by=CASE_MANAGER,
            entered_at=NOON,
            closed_at=closed_at,
            version=1,
            mac=b"",
        )
        scene.vault.rows.sign_row(row)
        scene.work.session.add(row)
        return row.id

    return sharing.act(keep)


def question(side: Side = Side.QUESTION, number: str = SAME_NUMBER, court: str = "superior") -> NewQuestion:
    """A question that stands until `BY`."""
    fields = {"number": Sensitive(number), "words": Sensitive(WHY)}
    return NewQuestion(side, Ask.FILING, court, BY, fields)


def asked(sharing: Sharing, new: NewQuestion | None = None, user: SlackUserId | None = None) -> PingRef:
    """Somebody asks; nobody has looked yet."""
    whole = new or question()
    return sharing.act(lambda scene: ask_by_number(scene, whole).ref, user or ASKERS[whole.side])


def looked(sharing: Sharing, moment: datetime = SOON) -> None:
    """The beat, once."""

    def once(scene: Scene) -> None:
        sight = look(scene)
        if sight is not None:
            write_down(scene, sight)

    sharing.act(once, SlackUserId("bot"), moment)


def row(sharing: Sharing, ref: PingRef) -> Ping:
    """The ping as it stands."""
    with sharing.ground.database.look() as work:
        found = work.session.get_one(Ping, ref)
        work.session.expunge(found)
        return found


def items(sharing: Sharing, ref: PingRef, user: SlackUserId) -> dict[str, Handle]:
    """What somebody was handed of it: basis -> handle."""
    query = select(SealedItem.basis, SealedItem.handle).where(
        SealedItem.subject == ref, SealedItem.recipient == user
    )
    with sharing.ground.database.look() as work:
        return dict(work.session.execute(query).tuples().all())


def told(sharing: Sharing, user: SlackUserId) -> list[str]:
    """The kinds of what somebody is told about pings, the oldest first."""
    query = select(Notice.kind).where(Notice.recipient == user, Notice.subject.startswith("P-"))
    with sharing.ground.database.look() as work:
        return list(work.session.scalars(query.order_by(Notice.id)))
