"""A word with one's supervisor, and setting aside: one transaction each; knows no Slack."""

from __future__ import annotations

from handlers.acting import do_once
from handlers.deps import Ground
from models.acts import set_aside as acts
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Member, find_actor
from models.schema import Handle, SlackUserId
from models.site import Contacts


class Safeguards:
    """What anybody on the roster may ask for here."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def contacts(self) -> Contacts:
        """Whom to call.

        Raises:
            StorageUnavailable, Unsafe: the rules cannot be read.
        """
        with self._ground.database.look() as work:
            return self._ground.book.current(work).contacts

    def ask_for_a_word(self, user: SlackUserId, *, key: str) -> tuple[str, ...]:
        """Tell the clinical supervisors of one's agency; answers their names, none = there is nobody.

        What was written before, and whether anything was, goes with it nowhere.

        Raises:
            NotOnRoster: no seat now.
            StorageUnavailable: it could not be kept.
        """
        kind = Kind.WANTS_A_WORD
        with self._ground.database.work() as work:
            scene = self._ground.scene(work, user, key)
            actor = find_actor(work, scene.vault.rows, user, scene.rules.today(scene.moment))
            found = [one for one in acts.supervisors(scene, actor.agency) if one != user]
            notices = [
                NewNotice(kind, one, f"{kind.value}:{key}:{one}"[:160], target=user, urgency=Urgency.ROUTINE)
                for one in found
            ]
            post(work, scene.moment, notices)
            names = tuple(work.session.get_one(Member, one).display_name for one in found)
            work.after_commit.append(self._ground.wake)
            work.commit()
        return names

    def set_aside(self, user: SlackUserId, handle: Handle, *, key: str) -> None:
        """Nobody of police or prosecution opens it any more.

        Raises:
            NotAvailable: not theirs to set aside.
            NotOnRoster, StorageUnavailable: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: acts.set_aside(scene, handle), of="set_aside")
