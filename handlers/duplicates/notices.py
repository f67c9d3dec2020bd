"""What people are told about pairs: constant words, neither who nor which."""

from __future__ import annotations

from models.notice import Kind

PAIR_WORDS = {
    Kind.PAIR_FOUND: "Two references may be the same person. Please look at both. Home shows them, too.",
    Kind.PAIR_CONFIRMED: "Two references are one person. Please merge them. Home shows them, too.",
}
