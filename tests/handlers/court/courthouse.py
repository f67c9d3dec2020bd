"""Short words for court screens in tests: a participant with matters, what a screen says, a court's file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from handlers.court.importing import CalendarImport, Tally
from handlers.desk import Opens, Request
from models.acts.calendars import possible_of
from models.acts.chain import BOT
from models.acts.matters import Matter, keep_matter, matters_of
from models.court_matter import Arose, CourtMatter, PossibleHearing
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, START, Harbor
from tests.handlers.wing import Json, Wing, texts

NUMBER, CHARGE = "26-0-00000-0", "Fictional trespass"
HEARING = START.replace(minute=0, second=0) + timedelta(days=20)
LATER = HEARING + timedelta(days=7)
DAY = HEARING.date() + timedelta(days=1)
SECRETS = (NUMBER, CHARGE, "Zebulon")
HEADER = "court,starts_at,name,date_of_birth,case_number,kind"
ROW = f"superior,{rfc3339(LATER)},Zebulon Testperson,1901-01-01,26-0-00000-9,hearing"


def with_matter(
    harbor: Harbor,
    ref: ParticipantRef,
    hearing: datetime | None = HEARING,
    court: str = "superior",
    number: str = NUMBER,
) -> str:
    """A matter written down by the case manager; its id."""
    said = {"number": Sensitive(number), "charge": Sensitive(CHARGE), "warrant": Sensitive("active")}
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        made = keep_matter(scene, ref, Matter(court, Arose.AFTER, hearing, said)).id
        work.commit()
    return made


def matters(harbor: Harbor, ref: ParticipantRef) -> list[CourtMatter]:
    with harbor.ground.database.look() as work:
        found = matters_of(harbor.ground.scene(work, CASE_MANAGER), ref)
        work.session.expunge_all()
        return found


def possible(harbor: Harbor, ref: ParticipantRef) -> list[PossibleHearing]:
    with harbor.ground.database.look() as work:
        found = possible_of(harbor.ground.scene(work, CASE_MANAGER), ref)
        work.session.expunge_all()
        return found


def court_file(folder: Path, *rows: str, name: str = "court.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def brought(harbor: Harbor, folder: Path, *rows: str) -> Tally:
    return CalendarImport(harbor.ground).take(BOT, court_file(folder, *rows))


def seen(wing: Wing, user: SlackUserId, opens: Opens, handle: str = "") -> Json:
    """What stands on somebody's screen after they opened this."""
    wing.desk.open_now(Request(user, handle, "VSCREEN", "h0", f"req:{len(wing.slack.asked)}", opens))
    return wing.slack.views("views.update")[-1]


def words_on(view: Json) -> str:
    return "\n".join(texts(view))


def last_screen(wing: Wing) -> str:
    wing.settle()
    return words_on(wing.slack.views("views.update")[-1])


def hearing_fields(form: str, day: date | None = DAY, hour: str = "09:00") -> Json:
    """`state.values` of the day and hour pickers."""
    return {
        f"{form}.hearing_day": {"value": {"selected_date": day.isoformat() if day else None}},
        f"{form}.hearing_hour": {"value": {"selected_time": hour or None}},
    }
