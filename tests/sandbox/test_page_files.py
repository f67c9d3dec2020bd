"""How the page's files are served: packed, named ahead, anew when they change, and nothing else."""

import asyncio
import gzip
import json
import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from sandbox.page_files import PageFiles
from tests.sandbox.page_stage import PAGE_FILES

INDEX = """<!doctype html><html><head>
<link rel="stylesheet" href="/page/one.css">
<link rel="stylesheet" href="/page/two.css">
</head><body></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "index.html": INDEX,
        "one.css": "a { top: 1px }",
        "two.css": "b { top: 2px }",
        "main.js": 'import { a } from "./a.js";\na();\n',
        "a.js": 'import { b } from "./b.js";\nexport const a = () => import("./late.js");\n',
        "b.js": f"export const b = {json.dumps('x' * 900)};\n",
        "late.js": "export const late = 1;\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def ask(page: PageFiles, name: str = "", **headers: str) -> Response:
    """The answer to a window that asks for the page (no name) or one of its files."""
    given = [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    request = Request({"type": "http", "headers": given, "path_params": {"name": name}})
    return asyncio.run(page.file(request) if name else page.index(request))


def words(answer: Response) -> str:
    return bytes(answer.body).decode()


def test_the_modules_a_window_needs_are_named_ahead_and_those_for_later_are_not(folder: Path) -> None:
    index = words(ask(PageFiles(folder)))
    assert re.findall(r'modulepreload" href="/page/([\w.]+)"', index) == ["main.js", "a.js", "b.js"]


def test_the_style_sheets_come_as_one_in_their_order(folder: Path) -> None:
    page = PageFiles(folder)
    assert re.findall(r'stylesheet" href="([^"]+)"', words(ask(page))) == ["/page/sheets.css"]
    sheets = ask(page, "sheets.css")
    assert words(sheets) == "a { top: 1px }\nb { top: 2px }"
    assert sheets.headers["content-type"].startswith("text/css")


def test_a_file_is_packed_for_who_can_open_it_and_plain_for_others(folder: Path) -> None:
    page = PageFiles(folder)
    plain, packed = ask(page, "b.js"), ask(page, "b.js", accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 4
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["content-type"].startswith("text/javascript")


def test_a_file_known_already_is_not_sent_again_until_it_changes(folder: Path) -> None:
    page = PageFiles(folder)
    mark = ask(page, "a.js").headers["etag"]
    again = ask(page, "a.js", if_none_match=mark)
    assert (again.status_code, again.body) == (304, b"")
    (folder / "a.js").write_text("export const a = () => 2;\n", "utf-8")
    ask(page)
    assert words(ask(page, "a.js", if_none_match=mark)) == "export const a = () => 2;\n"


@pytest.mark.parametrize("name", ["none.js", "../page_files.py", "..", ".hidden", "/etc/hostname"])
def test_what_is_not_a_file_of_the_page_is_not_there(folder: Path, name: str) -> None:
    (folder / ".hidden").mkdir()
    assert ask(PageFiles(folder), name).status_code == 404


def test_a_folder_without_a_page_says_so(tmp_path: Path) -> None:
    assert "not installed" in words(ask(PageFiles(tmp_path)))


def test_what_a_window_asks_for_at_first_is_small() -> None:
    page = PageFiles(PAGE_FILES)
    index = words(ask(page))
    names = set(re.findall(r'href="/page/([\w.]+)"', index))
    assert {"main.js", "sheets.css", "workspace.js"} < names
    assert "calls.js" not in names
    sent = [len(ask(page, name, accept_encoding="gzip").body) for name in names]
    assert sum(sent) + len(index) < 100_000
