"""The way onto the secure page: links made and spent once, sessions begun, kept alive and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from models.audit import Verb
from models.database import UnitOfWork
from models.errors import NotAvailable
from models.people import Account, Member, find_actor
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.secure_page import (
    LINK_LIVES,
    PageLink,
    PageSession,
    PageView,
    hashed,
    new_link_token,
    new_session_token,
)

_KEPT = timedelta(days=1)
# Asked at every opening and every few seconds beside it, and so made once; columns, as no object is needed.
_LINK = (
    select(PageLink.member, PageLink.made_at, PageLink.spent_at, Member.account)
    .outerjoin(Member, Member.slack_user_id == PageLink.member)
    .where(PageLink.token == bindparam("its_token"))
)
_VIEW = select(PageView.blanked_at).where(PageView.id == bindparam("its_view"))


@dataclass(frozen=True)
class SignedIn:
    """Who is on the page. `token`: the session's, to be set as the cookie; `trigger`: what to go on with."""

    user: SlackUserId
    token: str
    trigger: str


def make_link(scene: Scene, trigger: str) -> str:
    """A link's token for this user and this button; good once, for five minutes.

    Raises:
        NotOnRoster: no seat now.
    """
    the_actor(scene)
    token = new_link_token()
    row = PageLink(token=hashed(token), member=scene.user, trigger=trigger, made_at=scene.moment, version=1)
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    return token


def is_live(work: UnitOfWork, token: str, moment: datetime) -> bool:
    """Whether the link could be spent now; looking spends nothing."""
    return addressee(work, token, moment) is not None


def addressee(work: UnitOfWork, token: str, moment: datetime) -> tuple[SlackUserId, Account] | None:
    """Whom a link that could be spent now was made for, and which kind of account the roster expects."""
    link = work.session.connection().execute(_LINK, {"its_token": hashed(token)}).one_or_none()
    if link is None or not _live(link.made_at, link.spent_at, moment):
        return None
    return link.member, Account(link.account or Account.ANY)


def spend(scene: Scene, token: str, session: str = "", view: str = "") -> SignedIn:
    """Spend a link; `session`: the token of the session that the browser has already, if any.

    The same person goes on in their session; another person's browser spends nothing. `scene.user` is not
    asked: whoever the link was made for is who is signed in. `view`: the id of a view for what the link leads
    to; it is noted in this very transaction, so that nobody waits for a second turn to write.

    Raises:
        NotAvailable: there is no such link any more, it is somebody else's, or we did not write it.
        NotOnRoster: no seat now.
    """
    query = select(PageLink).where(PageLink.token == hashed(token)).with_for_update()
    link = scene.work.session.scalar(query.execution_options(populate_existing=True))
    if link is None or not _live(link.made_at, link.spent_at, scene.moment):
        raise NotAvailable
    if not scene.vault.rows.row_holds(link):
        raise NotAvailable
    find_actor(scene.work, scene.vault.rows, link.member, scene.rules.today(scene.moment))
    standing = _held(scene, session)
    if standing is not None and not standing.lives_at(scene.moment):
        standing = None
    if standing is not None and standing.member != link.member:
        raise NotAvailable
    link.spent_at = scene.moment
    if view:
        scene.work.insert(PageView, [{"id": view, "member": link.member, "opened_at": scene.moment}])
    if standing is not None:
        standing.seen_at = standing.linked_at = scene.moment
        scene.vault.rows.sign_row(standing)
        return SignedIn(link.member, session, link.trigger)
    fresh = new_session_token()
    row = PageSession(
        token=hashed(fresh),
        member=link.member,
        begun_at=scene.moment,
        seen_at=scene.moment,
        linked_at=scene.moment,
        version=1,
    )
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.PAGE_SIGNED_IN, (link.member,))
    return SignedIn(link.member, fresh, link.trigger)


def who(scene: Scene, session: str) -> SlackUserId | None:
    """Whose session this is, if it stands and its owner has a seat today; it counts as used now."""
    row = _held(scene, session)
    if row is None or not row.lives_at(scene.moment):
        return None
    find_actor(scene.work, scene.vault.rows, row.member, scene.rules.today(scene.moment))
    if scene.moment - row.seen_at > timedelta(seconds=30):
        row.seen_at = scene.moment
    return row.member


def whose(scene: Scene, session: str) -> SlackUserId | None:
    """Whose session this is or was.

    Raises:
        NotOnRoster: they have no seat today.
    """
    row = _held(scene, session)
    if row is None:
        return None
    find_actor(scene.work, scene.vault.rows, row.member, scene.rules.today(scene.moment))
    return row.member


def end_session(scene: Scene, session: str) -> None:
    """Signed out."""
    row = scene.work.session.get(PageSession, hashed(session))
    if row is not None and row.ended_at is None:
        row.ended_at = scene.moment


def end_all_of(work: UnitOfWork, user: SlackUserId, moment: datetime) -> None:
    """Every session of somebody who left ends now, every link is spent, and every view of theirs is blank."""
    for row, column in (
        (PageSession, "ended_at"),
        (PageLink, "spent_at"),
        (PageView, "blanked_at"),
    ):
        work.session.execute(
            update(row).where(row.member == user, getattr(row, column).is_(None)).values({column: moment}),
            execution_options={"synchronize_session": False},
        )


def note_view(work: UnitOfWork, view: str, user: SlackUserId, moment: datetime) -> None:
    """A view is shown on the page; one that was blank shows again what is opened into it now."""
    if _stands(work, view) is None:
        work.insert(PageView, [{"id": view, "member": user, "opened_at": moment}])
        return
    work.session.execute(
        update(PageView).where(PageView.id == view).values(opened_at=moment, blanked_at=None),
        execution_options={"synchronize_session": False},
    )


def blank_view(work: UnitOfWork, view: str, moment: datetime) -> None:
    """It shows nothing any more."""
    row = work.session.get(PageView, view)
    if row is not None and row.blanked_at is None:
        row.blanked_at = moment


def is_blank(work: UnitOfWork, view: str) -> bool:
    """Whether its time is over, or it was taken back."""
    return _stands(work, view) is not True


def forget_old(work: UnitOfWork, moment: datetime) -> None:
    """Drop what nobody can use any more."""
    old = moment - _KEPT
    work.session.execute(delete(PageLink).where(PageLink.made_at < old))
    work.session.execute(delete(PageSession).where(PageSession.seen_at < old))
    work.session.execute(delete(PageView).where(PageView.opened_at < old))


def _held(scene: Scene, session: str) -> PageSession | None:
    """The session of this token, if we wrote what stands there."""
    row = scene.work.session.get(PageSession, hashed(session)) if session else None
    return row if row is not None and scene.vault.rows.row_holds(row) else None


def _stands(work: UnitOfWork, view: str) -> bool | None:
    """Whether a view shows something; None = there is none of that id."""
    row = work.session.connection().execute(_VIEW, {"its_view": view}).one_or_none()
    return None if row is None else row.blanked_at is None


def _live(made_at: datetime, spent_at: datetime | None, moment: datetime) -> bool:
    return spent_at is None and moment < made_at + LINK_LIVES
