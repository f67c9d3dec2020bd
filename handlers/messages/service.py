"""Sealing a message, answering one, taking one back: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.acting import ReadAgain, StopsHere, act_once
from handlers.answers import could_be_used
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import View as ViewId
from handlers.messages.compose import ALONE, NOW, form_for, is_routine, post_of
from handlers.messages.facts import Composing, Sealed
from handlers.messages.refusals import NOBODY_NAMED, NOT_TO_THEM, refusal_at
from handlers.reminding import SEND, Stopped, count, goes_to_accusers
from handlers.standing import DOOR_NAMES
from models.access import may_write
from models.acts.addressing import Addressed, Post, address, is_told_why, posts, subjects_of
from models.acts.messages import Outgoing, send, take_back
from models.classes import STORED, Category, Purpose
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.errors import NotAllowed, NotAvailable
from models.message import SealedMessage
from models.people import ACCUSING, Actor, Member
from models.referral import Door, Referral
from models.replay import once
from models.scene import Scene, the_actor
from models.schema import Handle, MessageRef, ReferralRef, SlackUserId
from models.sensitive import Sensitive

Reading = Callable[[Composing], Draft | Mistakes]
# The routine update goes as the first of these that its writer may write and its reader may read.
_ROUTINE_KINDS = (Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR, Category.IDENTITY)


@dataclass(frozen=True)
class _Matter:
    """What a form is about: a subject chosen in it, an opened referral, or a message that is answered."""

    about: str = ""
    answers: SealedMessage | None = None


class Messages:
    """Sealed messages of one person to others."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def composing(self, user: SlackUserId, callback: ViewId, handle: Handle | None = None) -> Composing:
        """What the form needs before it opens; `handle`: the item that is answered.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: no kind is theirs to write, or there is nobody they may write about.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return replace(_composing(scene, the_actor(scene), callback, handle), vacant=())

    def seal(
        self, user: SlackUserId, callback: ViewId, handle: Handle, read: Reading, *, view_id: str, key: str
    ) -> Sealed | Mistakes | Stopped:
        """Seal what a form holds. `read` reads it inside the one transaction; `handle`: the item it is about.

        The view names the act: who sends the same form again after a lost answer gets the same answer.
        Mistakes come back, and nothing was kept; nor was it where the Golden Rule's guard stopped it.

        Raises:
            NotOnRoster, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """
        moment = self._ground.now()

        def act(work: UnitOfWork) -> str:
            scene = self._ground.scene(work, user, key)
            sender = the_actor(scene)
            draft = read(_composing(scene, sender, callback, handle))
            if isinstance(draft, Mistakes):
                raise ReadAgain(draft)
            sealed = _Sealing(scene, sender, callback, draft).seal(_matter(scene, callback, handle, draft))
            work.after_commit.append(self._ground.wake)
            return f"{sealed.ref} {sealed.people}"

        try:
            answer = once(self._ground.database, f"seal:{user}:{view_id}", moment, act)
        except ReadAgain as wrong:
            return wrong.mistakes
        except StopsHere:
            count(self._ground)
            return Stopped()
        ref, people = answer.split(" ")
        return Sealed(MessageRef(ref), int(people))

    def take_back(self, user: SlackUserId, handle: Handle, *, key: str) -> MessageRef:
        """Take a message back by its author's own item, before anybody opened it.

        Raises:
            NotAvailable: not theirs.
            AlreadyChanged: somebody has opened it, or it was taken back already; `state` says which.
        """

        def act(scene: Scene) -> str:
            the_actor(scene)
            item = scene.work.session.get(SealedItem, handle)
            if item is None or item.recipient != user or not item.subject.startswith("M-"):
                raise NotAvailable
            take_back(scene, MessageRef(item.subject))
            return item.subject

        return MessageRef(act_once(self._ground, user, key, act))


class _Sealing:
    """One form on its way to becoming a message."""

    def __init__(self, scene: Scene, sender: Actor, callback: ViewId, draft: Draft) -> None:
        self._scene = scene
        self._sender = sender
        self._callback = callback
        self._draft = draft

    def seal(self, matter: _Matter | None) -> Sealed:
        """To everybody it names, or to nobody.

        Raises:
            ReadAgain: somebody could not have it.
        """
        if matter is None:
            raise self._again({"kind": NOT_TO_THEM})
        post, people = self._whom(matter)
        if post is None and not people:
            raise self._again({"people": NOBODY_NAMED})
        outgoing, addressed = self._addressed(matter, post, people)
        if addressed.unreached:
            raise self._again(self._reasons(outgoing, addressed))
        if self._could_be_used(addressed):
            raise StopsHere
        try:
            message = send(self._scene, self._sender, outgoing, addressed.seats)
        except (NotAllowed, NotAvailable):  # not theirs to speak of, any more
            raise self._again({"kind": NOT_TO_THEM}) from None
        return Sealed(message.ref, len(addressed.seats))

    def _whom(self, matter: _Matter) -> tuple[Post | None, list[SlackUserId]]:
        if matter.answers is not None:
            return None, [matter.answers.sender]
        codes = self._draft.codes
        people = [SlackUserId(one) for one in codes["people"].split(";") if one]
        return post_of(codes.get("role", ""), posts(self._scene)[0]), people

    def _addressed(
        self, matter: _Matter, post: Post | None, people: list[SlackUserId]
    ) -> tuple[Outgoing, Addressed]:
        """As the kind that was chosen; the routine update, as the first kind that reaches them."""
        kinds: tuple[Category, ...]
        if is_routine(self._draft):
            kinds = tuple(kind for kind in _ROUTINE_KINDS if may_write(self._sender, kind))
        else:
            kinds = (Category(self._draft.codes["kind"]),)
        found: tuple[Outgoing, Addressed] | None = None
        for kind in kinds:
            outgoing = self._outgoing(matter, post, kind)
            addressed = address(self._scene, self._sender, outgoing, post, people)
            if found is None or not addressed.unreached:
                found = outgoing, addressed
            if not addressed.unreached:
                break
        if found is None:
            raise self._again({"kind": NOT_TO_THEM})
        return found

    def _could_be_used(self, addressed: Addressed) -> bool:
        """Whether it stops: told to police or prosecution by somebody of neither."""
        if is_routine(self._draft) or self._sender.kind in ACCUSING:
            return False
        members = [self._scene.work.session.get(Member, seat.user) for seat in addressed.seats]
        if not goes_to_accusers(*(member.agency for member in members if member)):
            return False
        form = form_for(self._callback, _composing(self._scene, self._sender, self._callback))
        return could_be_used(form, self._draft, self._scene.rules.golden_rule)

    def _outgoing(self, matter: _Matter, post: Post | None, kind: Category) -> Outgoing:
        codes, answers = self._draft.codes, matter.answers
        routine = is_routine(self._draft)
        return Outgoing(
            about=matter.about,
            category=kind,
            purpose=Purpose(answers.purpose if answers else codes["purpose"]),
            fields={"text": Sensitive(ROUTINE_UPDATE)} if routine else self._draft.details.get(kind, {}),
            answers=answers.ref if answers else None,
            to_role=post.role if post else None,
            to_agency=post.agency if post else "",
            urgent=codes.get("wanted") == NOW and not routine,
        )

    def _reasons(self, outgoing: Outgoing, addressed: Addressed) -> dict[str, str]:
        told = is_told_why(self._scene, self._sender, outgoing.about)
        return refusal_at(self._scene, addressed, told=told, reply=outgoing.answers is not None)

    def _again(self, by_field: dict[str, str]) -> ReadAgain:
        line = self._scene.rules.contacts.team_line
        if is_routine(self._draft) and "kind" in by_field:  # whose form may have no kind
            at = SEND if SEND in self._draft.codes else ALONE
            by_field = {at: by_field["kind"], **{name: by_field[name] for name in by_field if name != "kind"}}
        blocks = {f"{self._callback.value}.{name}": said.format(line=line) for name, said in by_field.items()}
        return ReadAgain(Mistakes(blocks))


def _composing(scene: Scene, sender: Actor, callback: ViewId, handle: Handle | None = None) -> Composing:
    kinds = tuple(category for category in STORED if may_write(sender, category))
    subjects: tuple[tuple[str, str], ...] = ()
    if callback is ViewId.SEAL_MESSAGE:
        subjects = tuple((ref, _words(scene, ref)) for ref in subjects_of(scene, sender))
    if not kinds or (callback is ViewId.SEAL_MESSAGE and not subjects):
        raise NotAllowed
    held, vacant = posts(scene) if callback is not ViewId.SEAL_REPLY else ((), ())
    routine = callback is ViewId.SEAL_REPLY and _answers_accusers(scene, sender, handle)
    return Composing(kinds, scene.rules.contacts, subjects, held, vacant, routine=routine)


def _answers_accusers(scene: Scene, sender: Actor, handle: Handle | None) -> bool:
    """Whether somebody of neither side answers what police or prosecution wrote to them."""
    item = scene.work.session.get(SealedItem, handle) if handle else None
    if item is None or item.recipient != scene.user or sender.kind in ACCUSING:
        return False
    message = scene.work.session.get(SealedMessage, MessageRef(item.subject))
    return message is not None and goes_to_accusers(message.sender_agency)


def _words(scene: Scene, ref: str) -> str:
    referral = scene.work.session.get(Referral, ReferralRef(ref)) if ref.startswith("R-") else None
    return f"{ref} ({DOOR_NAMES[Door(referral.door)]})" if referral else ref


def _matter(scene: Scene, callback: ViewId, handle: Handle, draft: Draft) -> _Matter | None:
    """None where the item is not the sender's to speak of now: nobody learns why."""
    if callback is ViewId.SEAL_MESSAGE:
        return _Matter(draft.codes["about"])
    item = scene.work.session.get(SealedItem, handle)
    if item is None or item.recipient != scene.user:
        return None
    if callback is ViewId.SEAL_ABOUT:
        return _Matter(item.subject) if item.subject.startswith("R-") else None
    message = scene.work.session.get(SealedMessage, MessageRef(item.subject))
    if message is None or message.sender == scene.user or not scene.vault.rows.row_holds(message):
        return None
    return _Matter(message.about, message)
