"""The daily round that shows case managers which releases end soon."""

from __future__ import annotations

from datetime import time

from handlers.beats import Round
from handlers.deps import Ground
from models.acts.release_ends import flag_ending

# By day: a release that ends in two weeks is nothing to be woken for.
ROUND, AT = "releases_end", time(8, 0)


def ending_round(ground: Ground) -> Round:
    """Once a day, from 08:00 in the site's zone; one round makes up for however long nothing ran."""
    return Round(ground, ROUND, AT, lambda scene, _day: flag_ending(scene))
