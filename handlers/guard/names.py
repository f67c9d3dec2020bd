"""Words that read like somebody's full name; known by their shape alone, never by a list of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_][^\W\d_'.-]{0,40}(?:['-][^\W\d_]{1,40}){0,3}\.?")
TITLES = frozenset(
    """
    officer ofc sgt sergeant lt lieutenant captain capt chief deputy detective det judge hon
    commissioner ada dpa prosecutor attorney dr doctor director manager supervisor commander
    trooper clerk councilmember mayor professor prof rev chaplain pastor
    """.split()
)
# Capitalised words of a work group's day that are no part of a person's name.
NOT_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun january february march april june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec the a an and or of for in on at to from by with is
    was are be it its this that these those there here we you i he she they our your their my his
    her them us me please thanks thank hi hello hey good morning afternoon evening everyone
    everybody all team reminder note update fyi heads up agenda minutes meeting conference call
    shift training holiday deadline report quarter grant court county city state street avenue ave
    st road rd park square plaza bridge harbor harbour dock quay pier ferry steps library shelter
    center centre house clinic hospital station precinct district north south east west northeast
    northwest southeast southwest downtown central lead owg clt pd da dob ssn operational work
    group policy coordinating committee community leadership outreach case management project legal
    aid public defense defender office department police prosecutor new year years day eve
    christmas thanksgiving labor memorial independence juneteenth veterans presidents board council
    budget plan draft version form forms zoom teams slack room floor hall building next last first
    second third can could does do did what when where who why how will would should if no not yes
    ok okay so but as has have had been due done see let lets new old re out off also just any some
    more most only unit units sorry
    """.split()
)
_NAME_GAP = 3  # characters between two parts: a space, a comma with one


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where two or more capitalised words stand together that could be first and last name.

    `Testperson, Zebulon` counts. A title before them (officer, judge) tells a colleague: not counted.
    """
    run: list[re.Match[str]] = []
    titled = False
    for word in _WORD.finditer(text):
        bare = word.group().rstrip(".").lower()
        joined = bool(run) and _joins(text[run[-1].end() : word.start()])
        if run and not joined:
            yield from _name(run, titled=titled)
            run, titled = [], False
        if word.group()[0].isupper() and bare not in NOT_NAMES and bare not in TITLES:
            run.append(word)
            continue
        yield from _name(run, titled=titled)
        run, titled = [], bare in TITLES
    yield from _name(run, titled=titled)


def _name(run: list[re.Match[str]], *, titled: bool) -> Iterator[tuple[int, int]]:
    if len(run) > 1 and not titled:
        yield run[0].start(), run[-1].end()


def _joins(between: str) -> bool:
    return 0 < len(between) <= _NAME_GAP and not between.strip(" ,\"'()")
