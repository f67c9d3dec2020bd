"""What follows when a notice cannot arrive: the next responder is paged, and people are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from models.acts import critical, free_places, meeting_thread
from models.acts.action_hands import not_reached as action_not_reached
from models.acts.chain import BOT
from models.acts.conference_telling import not_reached as conference_not_reached
from models.acts.hearing_reminders import OF_COURT, hand_up
from models.acts.not_delivered import not_delivered
from models.acts.paging import page_the_next, project_managers
from models.acts.ping_chain import ask_the_next
from models.acts.shift_thread import tell_not_posted
from models.acts.situation_telling import tell_not_posted as tell_situation_not_posted
from models.acts.unheard import tell_pager_silent
from models.acts.visits import not_reached
from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.message import SealedMessage
from models.notice import Kind, NewNotice, Notice, post
from models.referral import Door, Referral, State
from models.scene import Scene
from models.schema import MessageRef, ReferralRef, SlackUserId
from models.site import SiteRules
from models.vault import Vault

_QUIET = frozenset(
    {
        Kind.BLANK_VIEW,
        Kind.NOT_REACHED,
        Kind.SLACK_WAS_SLOW,
        Kind.READ_ONLY_TAB,
        # The project managers hear of the message by notices of their own.
        Kind.GUARD_NOTE,
        Kind.GUARD_CARD,
        Kind.GUARD_MANAGER,
        Kind.GUARD_TAKEN_BACK,
        Kind.GUARD_THANKS,
        Kind.GUARD_CARD_AGAIN,
        Kind.GUARD_FOLLOW_UP,
        Kind.GUARD_STRANGERS,
        Kind.MEMBER_LEFT,
        Kind.MESSAGE_OPENED,
        Kind.MESSAGE_NOT_REACHED,
        Kind.RELEASE_CHANGED,
        Kind.RELEASE_ENDS,
        Kind.WRITTEN_FORM,
        Kind.NOT_IN_SLACK,
        Kind.ROSTER_WAITS,
        Kind.ACCESS_ENDED,
        Kind.ACCESS_RESTS,
        Kind.SEAT_EMPTY,
        Kind.ROTA_GAP,
        Kind.ROTA_CHANGED,
        Kind.ROTA_SILENT,
        Kind.TEST_CARD,
        Kind.PAGER_SILENT,
        Kind.CARD_OVER,
        # Between a clinical supervisor and a colleague, or one and what was set aside: nobody else's.
        Kind.WANTS_A_WORD,
        Kind.SET_ASIDE,
        Kind.ROLLCALL_NUDGE,
        Kind.ROLLCALL_NOT_DELIVERED,
        Kind.DRIFT,
        # The channel says the same, and /lead agenda shows it.
        Kind.MEETING_AGENDA,
        Kind.MEETING_BEGUN,
        Kind.MEETING_CALLED,
        Kind.MEETING_MOVED,
        Kind.MEETING_CANCELLED,
        Kind.MEETING_NOT_HELD,
        Kind.MEETING_NOT_POSTED,
        Kind.ISSUE_OWNED,
        Kind.ISSUE_ENDED,
        # These stand as open where people look: on the agenda, in the list of readings, on the call's page.
        Kind.PASS_ON,
        Kind.PASS_ON_AGAIN,
        Kind.RULES_TO_READ,
        Kind.CRITICAL_WAITS,
        Kind.CRITICAL_ENDED,
        Kind.SITUATION_RENEWED,
        Kind.SITUATION_NOT_POSTED,
        Kind.PLACE_ENDS,
        Kind.PLACE_GIVEN_BACK,
        Kind.PLACE_NOT_REACHED,
    }
)
# Not delivered is not "not answered": these have words of their own.
_ROLL_CALLS = frozenset({Kind.ROLLCALL, Kind.ROLLCALL_DIGEST, Kind.ROLLCALL_NOT_SENT})
_POSTS = frozenset({Kind.SHIFT_THREAD, Kind.MEETING_THREAD, Kind.SITUATION_LINE, Kind.SITUATION_NEWS})
# Whose own acts know whom to tell instead.
_BY_KIND: Mapping[Kind, Callable[[Scene, Notice], object]] = {
    **dict.fromkeys(OF_COURT, hand_up),
    Kind.PLACE_CLAIMED: free_places.not_reached,
    **dict.fromkeys((Kind.CRITICAL, Kind.CRITICAL_AGAIN), critical.not_reached),
}
_PAGES = frozenset({Kind.CARD_NOW, Kind.CARD_WAITS})


def undelivered(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    rules: SiteRules,
    notice: Notice,
    why: str,
    moment: datetime,
) -> None:
    """Tell whoever caused the notice and every project manager; a hand-off page goes to the next at once.

    A notice about a notice that could not arrive ends here: the audit keeps it, and health counts it.
    """
    audit.append(
        work,
        moment=moment,
        actor="bot",
        verb=Verb.NOTICE_NEVER,
        objects=(notice.subject, notice.recipient) if notice.subject else (notice.recipient,),
        decision=why,
    )
    if Kind(notice.kind) in _QUIET:
        return
    if _told_in_its_own_way(Scene(work, vault, audit, rules, BOT, moment), notice, why):
        return
    referral = work.session.get(Referral, ReferralRef(notice.subject)) if notice.subject else None
    managers = project_managers(work, vault.rows, rules, moment)
    people = [one for one in managers if one != notice.recipient]
    if referral is not None:
        people = _with_referrer(notice, referral, people)
        if notice.kind in _PAGES and _nobody_has(referral):
            page_the_next(work, vault, audit, rules, referral, moment)
    post(
        work,
        moment,
        [
            NewNotice(Kind.NOT_REACHED, person, f"not_reached:{notice.id}:{person}", subject=notice.subject)
            for person in dict.fromkeys(people)
        ],
    )


def _with_referrer(notice: Notice, referral: Referral, managers: list[SlackUserId]) -> list[SlackUserId]:
    """The managers, and before them whoever referred where the notice came of that."""
    # A community referral has no window: its referrer is told only where nobody else could be.
    windowless = referral.door == Door.COMMUNITY and bool(managers)
    if windowless or referral.referrer == notice.recipient or not _came_of_referring(notice, referral):
        return managers
    return [referral.referrer, *managers]


def _told_in_its_own_way(scene: Scene, notice: Notice, why: str) -> bool:
    """Whether it is of a kind for which somebody else is told than about a referral; then they have been."""
    work, rules, moment = scene.work, scene.rules, scene.moment
    kind = Kind(notice.kind)
    if own := _BY_KIND.get(kind):
        own(scene, notice)
    elif kind in _ROLL_CALLS:
        not_delivered(work, scene.vault, rules, notice, why, moment)
    elif kind is Kind.VISIT_DUE:
        not_reached(scene, notice.target, notice.recipient)
    elif kind in _POSTS:
        _tell_of_a_post(scene, notice, why)
    elif kind is Kind.PAGER:
        tell_pager_silent(work, scene.vault, rules, moment)
    elif notice.subject.startswith("M-"):
        _tell_sender(work, notice, moment)
    elif notice.subject.startswith("P-"):
        ask_the_next(scene, notice)
    elif kind.value.startswith("conference."):
        conference_not_reached(scene, notice, why)
    elif notice.subject.startswith("T-"):
        action_not_reached(scene, notice)
    else:
        return False
    return True


def _tell_of_a_post(scene: Scene, notice: Notice, why: str) -> None:
    """What is for everybody in a private channel was not posted there."""
    if notice.kind == Kind.SHIFT_THREAD:
        tell_not_posted(scene.work, scene.vault, scene.rules, notice, why, scene.moment)
    elif notice.kind == Kind.MEETING_THREAD:
        meeting_thread.tell_not_posted(scene, notice, why)
    else:
        tell_situation_not_posted(scene, notice, why)


def _tell_sender(work: UnitOfWork, notice: Notice, moment: datetime) -> None:
    """Whoever sealed a message hears that somebody did not get it; nobody else learns that it exists."""
    message = work.session.get(SealedMessage, MessageRef(notice.subject))
    if message is None or message.sender == notice.recipient:
        return
    kind = Kind.MESSAGE_NOT_REACHED
    post(
        work,
        moment,
        [NewNotice(kind, message.sender, f"{kind.value}:{notice.id}", subject=notice.subject)],
    )


def _came_of_referring(notice: Notice, referral: Referral) -> bool:
    """Whether the referrer's own act sent it; later cards are sent by the project manager."""
    screening = notice.kind == Kind.CARD_TODAY and referral.state == State.SUBMITTED
    return screening or notice.kind in {Kind.CARD_NOW, Kind.CARD_MORE}


def _nobody_has(referral: Referral) -> bool:
    return referral.state == State.DISPATCHED and referral.acknowledged_at is None
