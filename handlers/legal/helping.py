"""Referring somebody to civil or outlying legal help, and the helpers' answers; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable

from handlers.acting import ReadAgain, act_once, at
from handlers.coordination import when
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from handlers.legal.facts import Helping, Referred
from handlers.legal.forms import known
from handlers.naming import agency_words
from models.acts import ping as acts
from models.acts import ping_answer
from models.acts.legal_help import Because, answer_referral, helpers
from models.classes import Basis, Category
from models.duties import Duty
from models.envelope import SealedItem
from models.errors import NotAvailable, NotCovered, Vacant
from models.ping import Ask, Decision, Ping, Side
from models.scene import Scene
from models.schema import Handle, ParticipantRef, PingRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused

Reading = Callable[[Helping], Draft | Mistakes]
NOT_COVERED = "No live release covers this for {}: leave it empty, or ask for a release."
NONE_AT_ALL = "No live release lets {} be asked to help. Ask for one first: Releases, in the folder."
NOBODY = "Nobody there takes referrals today. Please call {}."
NO_RELEASE_NOW = "No live release lets it be sent now. Ask for one first: Releases, in the folder."
_FORM = ViewId.LEGAL_REFER


class LegalHelp:
    """A closed loop between a care team and legal services."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def helping(self, user: SlackUserId, ref: ParticipantRef) -> Helping:
        """What the form needs.

        Raises:
            NotAvailable: the one refusal.
        """
        with self._ground.database.look() as work:
            return _helping(self._ground.scene(work, user), ref)

    def refer(
        self, user: SlackUserId, ref: ParticipantRef, read: Reading, *, view_id: str
    ) -> Referred | Mistakes:
        """Refer; a form sent twice refers once.

        Raises:
            NotAvailable, NotOnRoster, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            helping = _helping(scene, ref)
            draft = read(helping)
            if isinstance(draft, Mistakes):
                raise ReadAgain(draft)
            agency = known(helping.helpers, draft.codes["agency"])
            try:
                return acts.ask(scene, _new(ref, agency, draft)).ref
            except NotCovered as missing:
                raise at(_FORM, _uncovered(draft, missing.classes, agency)) from None
            except Vacant:
                raise at(_FORM, {"agency": NOBODY.format(helping.contacts.team_line)}) from None

        try:
            answer = act_once(self._ground, user, f"legal:{user}:{view_id}", act)
        except ReadAgain as wrong:
            return wrong.mistakes
        with self._ground.database.look() as work:
            ping = work.session.get_one(Ping, PingRef(answer))
            zone = self._ground.book.current(work).zone_of()
            wanted = when(ping.answer_by, zone) if ping.answer_by else ""
            return Referred(ping.ref, agency_words(ping.office), wanted)

    def answer(
        self,
        user: SlackUserId,
        handle: Handle,
        decision: Decision,
        *,
        because: Because | None = None,
        words: Sensitive | None = None,
        key: str,
    ) -> None:
        """What legal services say; only whoever referred hears.

        Raises:
            NotAvailable, AlreadyChanged, NotAllowed, StorageUnavailable, Unsafe: nothing was changed.
        """
        self._act(user, key, lambda scene: answer_referral(scene, handle, decision, because, words))

    def noted(self, user: SlackUserId, handle: Handle, *, key: str) -> None:
        """Counsel has noted a date; as `answer`."""
        self._act(
            user, key, lambda scene: ping_answer.decide(scene, handle, ping_answer.Answer(Decision.NOTED))
        )

    def add(self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str) -> Mistakes | None:
        """Whoever referred adds what they asked for.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> Ping:
            ref = _own(scene, handle)
            turn = scene.work.session.get_one(Ping, ref).version
            # Each addition stands beside the earlier ones.
            details = {
                category: {f"{name}.{turn}": text for name, text in fields.items()}
                for category, fields in draft.details.items()
            }
            try:
                return acts.say_more(scene, ref, details)
            except NotCovered:
                raise at(ViewId.LEGAL_ADD, {"more": NO_RELEASE_NOW}) from None
            except Vacant:
                line = scene.rules.contacts.team_line
                raise at(ViewId.LEGAL_ADD, {"more": NOBODY.format(line)}) from None

        try:
            self._act(user, key, act)
        except ReadAgain as wrong:
            return wrong.mistakes
        return None

    def _act(self, user: SlackUserId, key: str, act: Callable[[Scene], Ping]) -> None:
        act_once(self._ground, user, key, lambda scene: act(scene).ref)


def _helping(scene: Scene, ref: ParticipantRef) -> Helping:
    standing = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, Duty.ASK, scene.moment)
    if isinstance(standing, Refused):
        raise NotAvailable
    return Helping(ref, helpers(scene), scene.rules.contacts)


def _new(ref: ParticipantRef, agency: str, draft: Draft) -> acts.NewPing:
    return acts.NewPing(
        side=Side.LEGAL_SERVICES,
        ask=Ask(draft.codes["ask"]),
        participant=ref,
        office=agency,
        details=draft.details,
    )


def _uncovered(draft: Draft, classes: frozenset[str], agency: str) -> dict[str, str]:
    """At every answer of a class that no release covers; what must be answered cannot be left empty."""
    whom = agency_words(agency)
    if Category.BARRIERS.value in classes:
        return {"agency": NONE_AT_ALL.format(whom)}
    return {
        name: NOT_COVERED.format(whom)
        for category, fields in draft.details.items()
        if category.value in classes
        for name in fields
    }


def _own(scene: Scene, handle: Handle) -> PingRef:
    """The referral behind an item of the asker's own.

    Raises:
        NotAvailable: it is none of theirs.
    """
    item = scene.work.session.get(SealedItem, handle)
    if item is None or item.recipient != scene.user or item.basis != Basis.OWN.value:
        raise NotAvailable
    if not item.subject.startswith("P-"):
        raise NotAvailable
    return PingRef(item.subject)
