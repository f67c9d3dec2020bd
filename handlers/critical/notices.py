"""The sentences of a critical incident: that there is one, and nothing else."""

from __future__ import annotations

from models.notice import Kind

CRITICAL_WORDS = {
    Kind.CRITICAL: "Critical incident: the site's call list is running. Please tap that you know.",
    Kind.CRITICAL_AGAIN: "Critical incident, once more: please tap that you know.",
    Kind.CRITICAL_WAITS: "Critical incident: not everybody has answered. Open shows whom to ring up.",
    Kind.CRITICAL_ENDED: "Critical incident: the call list has ended. Thank you.",
}
