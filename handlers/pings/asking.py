"""Asking an office: whom about, of which court, sealed and sent in one transaction; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.acting import ReadAgain, answer_form, at, stop_unless_harmless
from handlers.coordination import when
from handlers.deps import Ground
from handlers.forms import Draft, Form, Mistakes
from handlers.ids import View as ViewId
from handlers.naming import agency_words
from handlers.pings.facts import Asked, Composing, Whom
from handlers.pings.place import Place, place_of
from handlers.pings.vacancy import phone_of, vacant
from handlers.reminding import Stopped
from handlers.standing import RUNG_WORDS
from models.acts import ping as acts
from models.acts.matters import matters_of
from models.caseload import caseload
from models.classes import Category
from models.court_matter import CourtMatter
from models.duties import DUTIES, Duty
from models.errors import NotAllowed, NotAvailable, NotCovered, Vacant
from models.people import Role
from models.ping import Ask, Ping, Side
from models.scene import Scene, the_actor
from models.schema import ParticipantRef, PingRef, SlackUserId
from models.vault import Refused

Reading = Callable[[Composing], tuple[Form, Draft | Mistakes]]
NOT_COVERED = "No live release covers this for {}: leave it empty, or ask for a release."
NONE_AT_ALL = "No live release lets {} be asked about this. Ask for one first: Releases, in the folder."
_FORM = ViewId.PING_FORM


class Asking:
    """How a care team asks a prosecutor's office."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def roles(self, user: SlackUserId) -> frozenset[Role]:
        """What somebody holds today.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            return the_actor(self._ground.scene(work, user)).roles

    def whom(self, user: SlackUserId) -> Whom:
        """Whom they may ask about.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: asking is not theirs, or there is nobody they work with.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            mine = caseload(work, scene.vault.rows, actor)
            if not mine or not actor.holds(*DUTIES[Duty.ASK]):
                raise NotAllowed
            names = {row.code: row.name for row in scene.rules.regions}
            return Whom(
                tuple((one.ref, f"{one.ref}, {names[one.region]}. {RUNG_WORDS[one.rung]}.") for one in mine)
            )

    def composing(self, user: SlackUserId, ref: ParticipantRef) -> Composing:
        """What the form about one of theirs needs.

        Raises:
            NotAvailable: the one refusal, whether there is such a participant or not.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _composing(scene, ref, _matters(scene, ref))

    def ask(
        self, user: SlackUserId, ref: ParticipantRef, read: Reading, *, view_id: str
    ) -> Asked | Mistakes | Stopped:
        """Ask. `read` reads the form inside the one transaction; a form sent twice asks once.

        Mistakes come back, and nothing was kept; nor was it where the Golden Rule's guard stopped it.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            matters = _matters(scene, ref)
            form, draft = read(_composing(scene, ref, matters))
            if isinstance(draft, Mistakes):
                raise ReadAgain(draft)
            place = place_of(draft.codes, matters, scene.rules, scene.moment)
            if not isinstance(place, Place):
                raise at(_FORM, place)
            stop_unless_harmless(scene, form, draft)
            try:
                return acts.ask(scene, _new(ref, draft, place)).ref
            except NotCovered as missing:
                raise at(_FORM, _uncovered(draft, missing.classes, place.court.office)) from None
            except Vacant:
                field = "matter" if draft.codes.get("matter") else "court"
                raise at(_FORM, {field: vacant(scene, place.court.office)}) from None

        answer = answer_form(self._ground, user, f"ping:{user}:{view_id}", act)
        if not isinstance(answer, str):
            return answer
        return self._asked(user, PingRef(answer))

    def _asked(self, user: SlackUserId, ref: PingRef) -> Asked:
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            ping = work.session.get_one(Ping, ref)
            court = scene.rules.court(ping.court)
            return Asked(
                ref=ref,
                office=agency_words(ping.office),
                phone=phone_of(scene, ping.office),
                wanted=when(ping.answer_by, scene.rules.zone_of()) if ping.answer_by else "",
                outlying=court is not None and court.outlying,
            )


def _composing(scene: Scene, ref: ParticipantRef, matters: Mapping[str, CourtMatter]) -> Composing:
    standing = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, Duty.ASK, scene.moment)
    if isinstance(standing, Refused):
        raise NotAvailable
    courts = tuple((court.code, court.name) for court in scene.rules.courts)
    words = tuple((one.id, _matter_words(scene, one)) for one in matters.values())
    return Composing(ref, words, courts, scene.rules.contacts)


def _matters(scene: Scene, ref: ParticipantRef) -> dict[str, CourtMatter]:
    """The open cases that are kept about them, by id, the next date first."""
    return {row.id: row for row in matters_of(scene, ref)}


def _matter_words(scene: Scene, matter: CourtMatter) -> str:
    court = scene.rules.court(matter.court)
    name, zone = (court.name, court.zone()) if court else (matter.court, scene.rules.zone_of())
    return f"{name}, {when(matter.hearing_at, zone) if matter.hearing_at else 'no date'}"


def _new(ref: ParticipantRef, draft: Draft, place: Place) -> acts.NewPing:
    return acts.NewPing(
        side=Side.PROSECUTOR,
        ask=Ask(draft.codes["ask"]),
        participant=ref,
        office=place.court.office,
        details=draft.details,
        court=place.court.code,
        matter=place.matter,
        hearing_at=place.hearing_at,
    )


def _uncovered(draft: Draft, classes: frozenset[str], office: str) -> dict[str, str]:
    """At every answer of a class that no release covers; what must be answered cannot be left empty."""
    said = {
        name: NOT_COVERED.format(agency_words(office))
        for category, fields in draft.details.items()
        if category.value in classes
        for name in fields
    }
    if Category.LEGAL_CALENDAR.value in classes:
        return {"court": NONE_AT_ALL.format(agency_words(office))}
    return said
