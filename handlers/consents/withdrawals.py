"""A recipient is withdrawn, a release ends with its event, a written form comes."""

from __future__ import annotations

from sqlalchemy import select

from handlers.acting import ReadAgain, act_once
from handlers.answers import read
from handlers.consents.duty import of_consent, of_release, read_or_mend, with_duty
from handlers.consents.facts import Withdrawn
from handlers.consents.release_forms import EVERYBODY, WITHDRAW
from handlers.consents.service import Values
from handlers.deps import Ground
from handlers.forms import Mistakes
from models.acts.revocation import Revoked, revoke, written_form_came
from models.consent import Consent, Ended
from models.duties import Duty
from models.errors import NotAvailable
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId


class Withdrawals:
    """What ends a release. Somebody else's is answered as one that never was."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def withdraw(self, user: SlackUserId, consent: str, values: Values, *, key: str) -> Withdrawn | Mistakes:
        """End a recipient's consent, or everybody's, now.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = of_consent(scene.work, consent)
            circle = with_duty(scene, ref, Duty.REVOKE_RELEASE)[1]
            codes = read_or_mend(read(WITHDRAW, values)).codes
            how, ended = Ended(codes["how"]), [consent]
            if codes["whom"] == EVERYBODY:
                ended = sorted({consent, *(one.id for one in circle.consents)})
            return _withdrawn(ref, consent, how, revoke(scene, ref, ended, how)).to_answer()

        try:
            return Withdrawn.from_answer(act_once(self._ground, user, key, act))
        except ReadAgain as wrong:
            return wrong.mistakes

    def event_happened(self, user: SlackUserId, release: str, *, key: str) -> ParticipantRef:
        """The event a release ends with has happened: it is over for all it names. Answers whose it was.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = of_release(scene.work, release)
            circle = with_duty(scene, ref, Duty.REVOKE_RELEASE)[1]
            named = [one.id for one in circle.consents if one.release_id == release]
            revoke(scene, ref, named, Ended.EVENT)
            return ref

        return ParticipantRef(act_once(self._ground, user, key, act))

    def written(self, user: SlackUserId, consent: str, *, key: str) -> ParticipantRef:
        """The written form of a spoken withdrawal came; it covers all that was withdrawn with that word.

        Raises:
            NotAvailable, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            ref = of_consent(scene.work, consent)
            row = scene.work.session.get_one(Consent, consent)
            if row.revoked_at is None:
                raise NotAvailable
            with_duty(scene, ref, Duty.REVOKE_RELEASE)
            query = select(Consent.id).where(
                Consent.participant == ref,
                Consent.revoked_at == row.revoked_at,
                Consent.revoked_how == Ended.SPOKEN.value,
            )
            named = set(scene.work.session.scalars(query)) | {consent}
            written_form_came(scene, ref, sorted(named))
            return ref

        return ParticipantRef(act_once(self._ground, user, key, act))


def _withdrawn(ref: ParticipantRef, consent: str, how: Ended, done: Revoked) -> Withdrawn:
    asks = how is Ended.SPOKEN and bool(done.consents)
    return Withdrawn(ref, consent, len(done.consents), done.unopened, done.opened, asks)
