"""Each picture that a document shows is there, small enough to load, and each that is there is shown."""

from __future__ import annotations

from tests.pictures import LARGEST, PICTURES, all_shown, shown


def test_every_picture_a_document_shows_is_there_and_none_lies_about_unseen() -> None:
    assert {one.name for one in PICTURES.iterdir()} == all_shown()


def test_no_picture_is_heavier_than_a_page_should_be() -> None:
    heavy = [one.name for one in PICTURES.iterdir() if one.stat().st_size > LARGEST]
    assert heavy == []


def test_pictures_are_found_in_readme_and_in_docs_and_links_are_none() -> None:
    text = "![A](docs/pictures/a-b.png) | ![](pictures/c.png) and [a page](docs/pictures/d.png)"
    assert shown(text) == {"a-b.png", "c.png"}
