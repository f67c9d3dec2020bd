"""Short words for court matters in tests: a participant with a name, a matter, a calendar, and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from models.acts.calendars import look, possible_of, write_down
from models.acts.folder import write_details
from models.acts.matters import Matter, keep_matter
from models.acts.steps import take as take_step
from models.calendar_file import read_calendar
from models.calendar_row import CalendarFile
from models.classes import Category
from models.court_matter import Arose, CourtMatter, PossibleHearing
from models.database import Database
from models.due import DueStep, finish
from models.due import take as take_due
from models.notice import Notice
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from tests.factories import NOON, lay
from tests.models.sharing import Sharing, scene_of, share

HEARING = NOON + timedelta(days=21)
NAME, NUMBER = "Zebulon Testperson", "26-0-00000-0"
HEADER = "court,starts_at,name,date_of_birth,case_number,kind"


def named(database: Database, folder: Path, name: str = NAME) -> Sharing:
    """A participant whose folder says a name."""
    sharing = share(lay(database, folder))
    sharing.act(
        lambda scene: write_details(scene, sharing.ref, {Category.IDENTITY: {"called": Sensitive(name)}})
    )
    return sharing


def matter(**more: object) -> Matter:
    whole: dict[str, object] = {
        "court": "superior",
        "arose": Arose.AFTER,
        "hearing_at": HEARING,
        "details": {"number": Sensitive(NUMBER)},
    }
    return Matter(**{**whole, **more})  # type: ignore[arg-type]


def kept(sharing: Sharing, moment: datetime = NOON, **more: object) -> str:
    """A matter of theirs; answers its id."""
    return sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(**more)).id, moment=moment)


def row(sharing: Sharing, of: str) -> CourtMatter:
    with sharing.ground.database.look() as work:
        found = work.session.get_one(CourtMatter, of)
        work.session.expunge(found)
        return found


def planned(sharing: Sharing) -> list[tuple[str, datetime]]:
    """What is to be done about hearings, in order."""
    query = select(DueStep.step, DueStep.due_at).where(
        DueStep.done_at.is_(None), DueStep.step.startswith("hearing.")
    )
    with sharing.ground.database.look() as work:
        return list(work.session.execute(query.order_by(DueStep.due_at)).tuples())


def run(sharing: Sharing, until: datetime) -> list[tuple[datetime, str]]:
    """Everything that falls due until then, each at its own moment; answers when and how each ended."""
    done: list[tuple[datetime, str]] = []
    while True:
        with sharing.ground.database.work() as work:
            step = take_due(work, until)
            if step is None:
                return done
            moment = max(step.due_at, NOON)
            finish(step, take_step(scene_of(sharing.ground, work, SlackUserId("bot"), moment), step), moment)
            done.append((moment, step.outcome))
            work.commit()


def told(sharing: Sharing, user: SlackUserId | None = None) -> list[tuple[str, str, str]]:
    """What was said to whom about whom, of hearings."""
    query = select(Notice).where(Notice.kind.startswith("hearing.")).order_by(Notice.id)
    with sharing.ground.database.look() as work:
        found = work.session.scalars(query)
        return [(one.kind, one.recipient, one.subject) for one in found if user in {None, one.recipient}]


def csv_file(folder: Path, *lines: str, header: str = HEADER, name: str = "calendar.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def imported(sharing: Sharing, path: Path, moment: datetime = NOON, court: str = "") -> CalendarFile:
    """As the command does it: read, looked at, written down."""
    file = read_calendar(path, sharing.ground.rules, moment, court)

    def do(scene: Scene) -> None:
        write_down(scene, file, look(scene, file.rows))

    sharing.act(do, SlackUserId("operator"), moment)
    return file


def possible(sharing: Sharing, ref: ParticipantRef | None = None) -> Sequence[PossibleHearing]:
    """What waits for the team's word."""
    with sharing.ground.database.look() as work:
        found = possible_of(scene_of(sharing.ground, work), ref or sharing.ref)
        work.session.expunge_all()
        return found
