"""The page's files, kept in memory and packed once: a window that opens asks for some forty of them."""

import gzip
import mimetypes
import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_IMPORTED = re.compile(r'^(?:import|export)[^"\n]*from "\./([\w.]+)";', re.MULTILINE)
_SHEET = re.compile(rb'<link rel="stylesheet" href="/page/([\w.]+)">\n')
_ROOT, _SHEETS = "main.js", "sheets.css"
_PACKED_FROM = 300  # bytes; shorter ones gain nothing


@dataclass(frozen=True)
class Kept:
    """One file: as it is, packed, and a mark that changes with it."""

    plain: bytes
    packed: bytes
    media_type: str
    mark: str


class PageFiles:
    """Serves a folder; reads it anew when a window opens and a file of it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[tuple[str, int], ...] = ()
        self._files: dict[str, Kept] = {}
        self._lock = threading.Lock()

    async def index(self, request: Request) -> Response:
        """GET /: the page, told beforehand which modules it will ask for."""
        self._refresh()
        if "index.html" not in self._files:
            return PlainTextResponse("The practice workspace runs. Its page is not installed.")
        return self._given(request, self._files["index.html"])

    async def file(self, request: Request) -> Response:
        """GET /page/<name>."""
        if not self._files:
            self._refresh()
        kept = self._files.get(request.path_params["name"])
        return (
            PlainTextResponse("There is no such file.", 404) if kept is None else self._given(request, kept)
        )

    def _given(self, request: Request, kept: Kept) -> Response:
        headers = {"ETag": kept.mark, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == kept.mark:
            return Response(status_code=304, headers=headers)
        if kept.packed and "gzip" in request.headers.get("accept-encoding", ""):
            packed = {**headers, "Content-Encoding": "gzip"}
            return Response(kept.packed, media_type=kept.media_type, headers=packed)
        return Response(kept.plain, media_type=kept.media_type, headers=headers)

    def _refresh(self) -> None:
        paths = sorted(path for path in self._folder.glob("*.*") if path.is_file())
        seen = tuple((path.name, path.stat().st_mtime_ns) for path in paths)
        with self._lock:
            if seen == self._seen:
                return
            texts = {path.name: path.read_bytes() for path in paths}
            if "index.html" in texts:
                texts |= _gathered(texts)
                texts["index.html"] = _preloading(texts)
            self._files = {name: _kept(name, text) for name, text in texts.items()}
            self._seen = seen


def _kept(name: str, text: bytes) -> Kept:
    packed = gzip.compress(text, 9, mtime=0) if len(text) > _PACKED_FROM else b""
    media_type = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    return Kept(text, packed, media_type or "application/octet-stream", f'"{zlib.crc32(text):08x}"')


def _gathered(texts: dict[str, bytes]) -> dict[str, bytes]:
    """The style sheets of the index as one, in their order: one question instead of seven."""
    names = [name.decode() for name in _SHEET.findall(texts["index.html"])]
    sheet = b"\n".join(texts.get(name, b"") for name in names)
    rest = _SHEET.sub(b"", texts["index.html"])
    link = f'<link rel="stylesheet" href="/page/{_SHEETS}">\n'.encode()
    return {_SHEETS: sheet, "index.html": rest.replace(b"</head>", link + b"</head>")}


def _preloading(texts: dict[str, bytes]) -> bytes:
    """The index with a line for each module that `main.js` imports, however far down."""
    lines = "".join(f'<link rel="modulepreload" href="/page/{name}">\n' for name in _graph(texts, _ROOT))
    return texts["index.html"].replace(b"</head>", lines.encode() + b"</head>")


def _graph(texts: dict[str, bytes], root: str) -> list[str]:
    found = [root]
    for name in found:
        found += [one for one in _imports(texts.get(name, b"")) if one not in found]
    return [name for name in found if name in texts]


def _imports(text: bytes) -> Iterator[str]:
    yield from dict.fromkeys(_IMPORTED.findall(text.decode("utf-8")))
