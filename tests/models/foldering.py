"""Short words for writing and opening a participant's folder in tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from models.acts.folder import goals_among
from models.audit import Verb
from models.classes import Category
from models.database import UnitOfWork
from models.duties import Duty
from models.errors import NotAvailable
from models.goal import Goal
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import OpenFolder, Refused, Shelf
from tests.factories import (
    CASE_MANAGER,
    NOON,
)
from tests.models.sharing import Sharing

NAME = "Zebulon Testperson"
Plain = list[tuple[Shelf, Category, dict[str, str]]]


def write(
    sharing: Sharing,
    shelf: Shelf = Shelf.DIRECTORY,
    category: Category = Category.IDENTITY,
    *,
    instead_of: str = "",
    minutes: int = 0,
    **fields: str,
) -> str:
    texts = {name: Sensitive(text) for name, text in (fields or {"name": NAME}).items()}

    with sharing.ground.database.work() as work:
        page = sharing.ground.vault.pages.write(
            work,
            sharing.actor(CASE_MANAGER),
            sharing.ref,
            shelf,
            category,
            texts,
            moment=NOON + timedelta(minutes=minutes),
            instead_of=instead_of,
        )
        work.commit()
    return page


def goals_of(scene: Scene, ref: ParticipantRef) -> tuple[Goal, ...]:
    """The participant's goals as a view reads them, under the acting person's own standing.

    Raises:
        NotAvailable: not theirs to read.
    """
    opened = scene.vault.folders.open(
        scene.work, scene.rules, scene.user, ref, [Shelf.GOAL], duty=Duty.READ_FOLDER, moment=scene.moment
    )
    if isinstance(opened, Refused):
        raise NotAvailable
    return goals_among(opened.pages)


def open_within(
    work: UnitOfWork,
    sharing: Sharing,
    user: SlackUserId = CASE_MANAGER,
    shelves: Collection[Shelf] = tuple(Shelf),
    duty: Duty = Duty.KEEP_FOLDER,
) -> OpenFolder | Refused:
    ground = sharing.ground
    return ground.vault.folders.open(
        work, ground.rules, user, sharing.ref, shelves, duty=duty, moment=NOON, request_id="req-1"
    )


def opened(
    sharing: Sharing,
    user: SlackUserId = CASE_MANAGER,
    shelves: Collection[Shelf] = tuple(Shelf),
    duty: Duty = Duty.KEEP_FOLDER,
) -> OpenFolder | Refused:
    with sharing.ground.database.work() as work:
        outcome = open_within(work, sharing, user, shelves, duty)
        work.commit()
        return outcome


def plain(folder: OpenFolder | Refused) -> Plain:
    assert isinstance(folder, OpenFolder), folder
    return [
        (page.shelf, page.category, {name: text.reveal() for name, text in page.fields.items()})
        for page in folder.pages
    ]


def lines(sharing: Sharing, verb: Verb) -> list[tuple[str, str, str]]:
    return [(who, what, why) for who, done, what, why in sharing.ground.audit_rows() if done == verb]
