"""What the bot tells about releases outside any view: a reference and constant words, never a reason."""

from __future__ import annotations

from models.notice import Kind


def release_words(kind: Kind, ref: str) -> str:
    """The sentence of a notice; `ref` is a participant's reference."""
    said = {
        Kind.RELEASE_CHANGED: f"{ref}: a release has changed. Please look.",
        Kind.RELEASE_ENDS: f"{ref}: a release ends soon. Please look.",
        Kind.WRITTEN_FORM: f"{ref}: a written form is still missing. Please see which.",
    }
    return said[kind]
