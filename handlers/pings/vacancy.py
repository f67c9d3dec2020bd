"""Whom to call where nobody takes a coordination."""

from __future__ import annotations

from handlers.naming import agency_words
from models.scene import Scene

VACANT = "Nobody at {} takes this here today. Please call them: {}."


def phone_of(scene: Scene, office: str) -> str:
    """The number of whoever is asked, as far as the site file names it."""
    known = scene.rules.office(office)
    return known.phone if known else scene.rules.contacts.team_line


def vacant(scene: Scene, office: str) -> str:
    """Nobody takes it there, and what to do instead."""
    return VACANT.format(agency_words(office), phone_of(scene, office))
