"""What is done about court matters and filing holds: one transaction each, once for each tap or form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from handlers.acting import do_once
from handlers.court.facts import CourtName, MatterName
from handlers.court.naming import court_names
from handlers.court.questions import (
    EXTEND_HOLD,
    NONE_NOW,
    NOT_LATER,
    OTHER_CLOCK,
    OVER,
    UNKNOWN_COURT,
    hearing_in,
)
from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes
from models.acts.calendars import confirm, not_theirs
from models.acts.filing import extend_filing
from models.acts.folder import keeper
from models.acts.matters import Matter, close_matter, hearing_moment, keep_matter
from models.classes import Category
from models.court_matter import Arose, CourtMatter
from models.duties import Duty
from models.errors import AlreadyChanged, HearingOver, NotAvailable, UnknownCourt
from models.scene import Scene
from models.schema import ParticipantRef, ReferralRef, SlackUserId


class Courts:
    """Keeps court matters, settles possible dates, holds filing longer."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def courts(self) -> tuple[CourtName, ...]:
        """The courts to choose from."""
        with self._ground.database.look() as work:
            return court_names(self._ground.book.current(work))

    def add(
        self, user: SlackUserId, ref: ParticipantRef, form: Form, draft: Draft, *, key: str
    ) -> Mistakes | None:
        """A new matter; or what is to be mended, at its field.

        Raises:
            NotAvailable: the one refusal.
        """
        return self._kept(user, form, key, lambda scene: self._new(scene, ref, draft))

    def change(
        self, user: SlackUserId, name: MatterName, form: Form, draft: Draft, *, key: str
    ) -> Mistakes | None:
        """Change one; what was left empty stays.

        Raises:
            NotAvailable: the one refusal.
            AlreadyChanged: somebody changed or closed it meanwhile.
        """
        return self._kept(user, form, key, lambda scene: self._changed(scene, name, draft))

    def close(self, user: SlackUserId, name: MatterName, *, key: str) -> None:
        """It is over.

        Raises:
            NotAvailable, AlreadyChanged: nothing was changed.
        """
        do_once(
            self._ground,
            user,
            key,
            lambda scene: close_matter(scene, name.ref, name.id, seen=name.version).id,
        )

    def settle(self, user: SlackUserId, name: MatterName, *, theirs: bool, key: str) -> None:
        """Whose a possible date is.

        Raises:
            NotAvailable, AlreadyChanged, UnknownCourt: nothing was changed.
        """

        def act(scene: Scene) -> str:
            if theirs:
                return confirm(scene, name.ref, name.id).id
            not_theirs(scene, name.ref, name.id)
            return name.id

        do_once(self._ground, user, key, act)

    def hold_longer(
        self, user: SlackUserId, ref: ReferralRef, seen: int, until: date, *, key: str
    ) -> Mistakes | None:
        """Hold filing to the end of a later day.

        Raises:
            UnknownReference, NotAllowed, NotOnRoster: nothing was changed.
        """
        try:
            do_once(self._ground, user, key, lambda scene: extend_filing(scene, ref, until, seen=seen).ref)
        except AlreadyChanged:
            return _at(EXTEND_HOLD, {"until": NOT_LATER})
        return None

    def _new(self, scene: Scene, ref: ParticipantRef, draft: Draft) -> CourtMatter:
        code = draft.codes["court"]
        at = _hearing(scene, code, draft)
        details = draft.details.get(Category.LEGAL_CALENDAR, {})
        return keep_matter(scene, ref, Matter(code, Arose(draft.codes["arose"]), at, details))

    def _changed(self, scene: Scene, name: MatterName, draft: Draft) -> CourtMatter:
        keeper(scene, name.ref, Duty.KEEP_COURT)
        row = scene.work.session.get(CourtMatter, name.id)
        if row is None or row.participant != name.ref:
            raise NotAvailable
        code = draft.codes.get("court") or row.court
        at = _hearing(scene, code, draft) or row.hearing_at
        if draft.codes.get(NONE_NOW):
            at = None
        elif at is not None and at == row.hearing_at and _other_clock(scene, row.court, code):
            raise _Mend({"hearing_day": OTHER_CLOCK})
        matter = Matter(
            code,
            Arose(draft.codes.get("arose") or row.arose),
            at,
            draft.details.get(Category.LEGAL_CALENDAR, {}),
            [name for name in draft.codes.get("take_away", "").split(";") if name],
        )
        return keep_matter(scene, name.ref, matter, of=name.id, seen=name.version)

    def _kept(
        self, user: SlackUserId, form: Form, key: str, act: Callable[[Scene], CourtMatter]
    ) -> Mistakes | None:
        try:
            do_once(self._ground, user, key, lambda scene: act(scene).id)
        except _Mend as mend:
            return _at(form, mend.by_field)
        except UnknownCourt:
            return _at(form, {"court": UNKNOWN_COURT})
        except HearingOver:
            return _at(form, {"hearing_day": OVER})
        return None


class _Mend(Exception):
    """Ends the unit of work: nothing is kept until these fields are mended."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


def _hearing(scene: Scene, code: str, draft: Draft) -> datetime | None:
    found = hearing_in(draft)
    if found is None:
        return None
    if isinstance(found, dict):
        raise _Mend(found)
    return hearing_moment(scene.rules, code, *found)


def _other_clock(scene: Scene, before: str, after: str) -> bool:
    old, new = scene.rules.court(before), scene.rules.court(after)
    return old is not None and new is not None and old.time_zone != new.time_zone


def _at(form: Form, by_field: dict[str, str]) -> Mistakes:
    return Mistakes({f"{form.callback.value}.{name}": said for name, said in by_field.items()})
