"""Sealed pages: written, rewritten and taken out only where they belong, each under its own kind of key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.classes import Category
from models.database import Database
from models.envelope import CustodyWrap, Envelope
from models.errors import NotAvailable, Unsafe
from models.sensitive import Sensitive
from models.vault import OpenFolder, Shelf
from tests.factories import (
    CASE_MANAGER,
    NOON,
    TEAM,
    intrude,
    lay,
)
from tests.models.foldering import NAME, opened, plain, write
from tests.models.sharing import Sharing, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def test_a_page_takes_the_place_of_another(sharing: Sharing) -> None:
    first = write(sharing)
    second = write(sharing, instead_of=first, name="Zeb Testperson")
    assert [page[2] for page in plain(opened(sharing))] == [{"name": "Zeb Testperson"}]
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Envelope.id)).all() == [second]
        assert work.session.scalars(select(CustodyWrap.envelope_id)).all() == [second]


def test_only_a_page_of_this_folder_and_shelf_is_removed(sharing: Sharing) -> None:
    mine, other = write(sharing), share(sharing.ground)
    theirs = write(other)
    pages = sharing.ground.vault.pages
    for page, shelf in ((theirs, Shelf.DIRECTORY), (mine, Shelf.GOAL), ("x", Shelf.DIRECTORY)):
        with sharing.ground.database.work() as work, pytest.raises(NotAvailable):
            pages.remove(work, sharing.ref, shelf, page)
    with pytest.raises(NotAvailable):
        write(sharing, instead_of=theirs)
    with sharing.ground.database.work() as work:
        pages.remove(work, sharing.ref, Shelf.DIRECTORY, mine)
        work.commit()
    assert plain(opened(sharing)) == []
    assert len(plain(opened(other))) == 1


def rewrite(
    sharing: Sharing,
    change: Callable[[Mapping[str, Sensitive]], Mapping[str, Sensitive]],
    *,
    shelf: Shelf = Shelf.DIRECTORY,
    category: Category = Category.IDENTITY,
    page: str = "",
) -> str:
    with sharing.ground.database.work() as work:
        author = sharing.actor(CASE_MANAGER)
        made = sharing.ground.vault.pages.rewrite(
            work, author, sharing.ref, shelf, category, change, moment=NOON, page=page
        )
        work.commit()
    return made


def add(**fields: str) -> Callable[[Mapping[str, Sensitive]], Mapping[str, Sensitive]]:
    return lambda before: {**before, **{name: Sensitive(text) for name, text in fields.items()}}


def test_pages_of_one_class_become_one_and_the_later_word_counts(sharing: Sharing) -> None:
    other = share(sharing.ground)
    write(sharing, name=NAME, also="Zeb", minutes=-2)
    write(sharing, name="Zebulon T.", minutes=-1)
    write(sharing, category=Category.LOCATION, place="Dock shelter 7")
    write(sharing, Shelf.RELEASE, signature="Z. Testperson")
    write(other, name="Quillon Nobody")
    made = rewrite(sharing, add(language="Dutch"))
    folder = opened(sharing)
    shown = {(shelf, category): fields for shelf, category, fields in plain(folder)}
    assert shown == {
        (Shelf.DIRECTORY, Category.IDENTITY): {"name": "Zebulon T.", "also": "Zeb", "language": "Dutch"},
        (Shelf.DIRECTORY, Category.LOCATION): {"place": "Dock shelter 7"},
        (Shelf.RELEASE, Category.IDENTITY): {"signature": "Z. Testperson"},
    }
    assert len(plain(folder)) == 3
    assert isinstance(folder, OpenFolder)
    assert made in {page.id for page in folder.pages}
    assert [page[2] for page in plain(opened(other))] == [{"name": "Quillon Nobody"}]


def test_one_page_is_rewritten_and_its_neighbors_stay(sharing: Sharing) -> None:
    first = write(sharing, Shelf.GOAL, Category.ENGAGEMENT, goal="A bed", minutes=-2)
    write(sharing, Shelf.GOAL, Category.ENGAGEMENT, goal="A bicycle", minutes=-1)
    goals = {"shelf": Shelf.GOAL, "category": Category.ENGAGEMENT}
    rewrite(sharing, add(goal="A bed of my own"), page=first, **goals)  # type: ignore[arg-type]  # its own
    assert [page[2]["goal"] for page in plain(opened(sharing))] == ["A bicycle", "A bed of my own"]
    for page, where in ((first, goals), ("x", goals), (first, {})):
        with pytest.raises(NotAvailable):
            rewrite(sharing, add(goal="None"), page=page, **where)  # type: ignore[arg-type]  # its own


def test_where_nothing_stood_something_is_written_and_no_field_left_means_no_page(sharing: Sharing) -> None:
    assert rewrite(sharing, add(name=NAME))
    assert len(plain(opened(sharing))) == 1
    assert rewrite(sharing, lambda before: {}) == ""
    assert plain(opened(sharing)) == []


def test_an_altered_page_is_not_written_over(sharing: Sharing) -> None:
    page = write(sharing)
    for columns in ({"commitment": bytes(32)}, {"created": "x"}):
        with sharing.ground.database.work() as work:
            intrude(work, update(Envelope).where(Envelope.id == page).values(columns))
            with pytest.raises(Unsafe):
                sharing.ground.vault.pages.rewrite(
                    work,
                    sharing.actor(CASE_MANAGER),
                    sharing.ref,
                    Shelf.DIRECTORY,
                    Category.IDENTITY,
                    add(name="Somebody Else"),
                    moment=NOON,
                )
    assert [one[2] for one in plain(opened(sharing))] == [{"name": NAME}]


@pytest.mark.parametrize(
    ("shelf", "kind"), [(Shelf.DIRECTORY, "dir-"), (Shelf.GOAL, "dir-"), (Shelf.RELEASE, "consent-")]
)
def test_each_shelf_stands_under_its_own_kind_of_key(sharing: Sharing, shelf: Shelf, kind: str) -> None:
    page = write(sharing, shelf)
    with sharing.ground.database.look() as work:
        assert work.session.get_one(CustodyWrap, page).kek_id.startswith(kind)
        row = work.session.get_one(Envelope, page)
    assert (row.subject, row.purpose, row.category) == (sharing.ref, shelf.value, "identity")
    assert row.sender == f"{TEAM}:{CASE_MANAGER}"
    assert row.custodian == sharing.actor(CASE_MANAGER).agency
    assert NAME.encode() not in row.details_sealed


def test_a_page_reads_whole_up_to_its_largest_size(sharing: Sharing) -> None:
    text = "ß" * 8_000
    write(sharing, name=text)
    assert plain(opened(sharing))[0][2] == {"name": text}
    with pytest.raises(ValueError):  # noqa: PT011 - any: what matters is that nothing is kept
        write(sharing, name="x" * 17_000)
