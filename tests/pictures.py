"""The documents' pictures: `python -m tests.pictures FOLDER` takes those that a document shows from there."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 120_000  # bytes
_PICTURE = re.compile(r"!\[[^\]]*\]\((?:docs/)?pictures/([\w-]+\.png)\)")


def documents() -> list[Path]:
    """Everything a reader finds: beside the README, and in docs/."""
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def shown(text: str) -> set[str]:
    """The names of the pictures that a document shows."""
    return set(_PICTURE.findall(text))


def all_shown() -> set[str]:
    """The names of the pictures that any document shows."""
    return set().union(*(shown(page.read_text("utf-8")) for page in documents()))


def take(folder: Path) -> list[str]:
    """Put the documents' pictures among them in their place; what is amiss with the rest, in sentences."""
    amiss = []
    for name in sorted(all_shown()):
        made = folder / name
        if not made.exists():
            amiss.append(f"{name}: a document shows it, and no test made it.")
        elif made.stat().st_size > LARGEST:
            amiss.append(f"{name}: {made.stat().st_size} bytes, and {LARGEST} is the most.")
        else:
            shutil.copyfile(made, PICTURES / name)
    return amiss


if __name__ == "__main__":
    sys.exit("\n".join(take(Path(sys.argv[1]))) or None)
