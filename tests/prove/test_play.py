"""The proofs can fail: what they look for is noticed when it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models.likeness import Likeness
from models.referral import Door
from tests.prove.night import night
from tests.prove.play import Play, Promise
from tests.prove.referring import close_all, fill_first, open_form, went_through
from tests.stage import wait_until

pytestmark = pytest.mark.prove


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """A night in which one referral arrived, and the bot has ended."""
    with night(tmp_path / "night", database="sqlite", socket_mode=False) as laid:
        laid.come_back()
        play = Play(laid)
        person = laid.referrer(Door.SOCIAL_CONTACT)
        promise = Promise(Door.SOCIAL_CONTACT, "Dock 1", open_form(person, Door.SOCIAL_CONTACT))
        play.promises.append(promise)
        fill_first(person, promise.door, promise.mark)
        promise.acked = went_through(person)
        close_all(person)
        play.look_again()
        assert laid.bot.stop() == 0
        yield play


def alter(play: Play, statement: str) -> None:
    """Change the database behind everybody's back."""
    engine = create_engine(play.night.environ["LEADBOT_DATABASE_URL"])
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount
    engine.dispose()


@pytest.mark.parametrize("table", ["grants", "custody_wraps", "notices", "sealed_items", "envelopes"])
def test_a_referral_without_one_of_its_parts_is_noticed(play: Play, table: str) -> None:
    alter(play, f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})")  # noqa: S608 - our names
    with pytest.raises(AssertionError):
        play.look_at_what_stands()


def test_a_lost_referral_is_noticed(play: Play) -> None:
    for table in ("grants", "custody_wraps", "notices", "sealed_items", "envelopes", "referrals"):
        alter(play, f"DELETE FROM {table}")  # noqa: S608 - our names
    with pytest.raises(AssertionError, match="lost: Dock 1"):
        play.look_at_what_stands()


def test_a_part_that_belongs_to_no_referral_is_noticed(play: Play) -> None:
    alter(play, "UPDATE referrals SET ref = 'R-00000', view_id = 'V1'")
    play.promises.clear()
    with pytest.raises(AssertionError):
        play.look_at_what_stands()


def test_a_pair_of_which_nobody_heard_is_noticed(play: Play) -> None:
    columns = "id, newer, other, likeness, state, found_at, version, mac"
    ref = play.night.ledger.referrals()[0].ref
    row = f"'p1', '{ref}', 'R-00000', '{Likeness.SAME_NAME.value}', 'proposed', '2026-11-22', 1, ''"
    alter(play, f"INSERT INTO pairs ({columns}) VALUES ({row})")  # noqa: S608 - our names
    with pytest.raises(AssertionError, match="nobody heard"):
        play.look_at_what_stands()


def test_a_step_taken_that_asked_nobody_is_noticed(play: Play) -> None:
    ref = play.night.ledger.referrals()[0].ref
    columns = "step, subject, key, planned_for, due_at, tries, done_at, outcome"
    row = f"'handoff.repage', '{ref}', 'k', '2026-11-22', '2026-11-22', 0, '2026-11-22', 'asked_again'"
    alter(play, f"INSERT INTO due_steps ({columns}) VALUES ({row})")  # noqa: S608 - our names
    with pytest.raises(AssertionError, match="is not Shape"):
        play.look_at_what_stands()


def test_a_message_that_is_there_twice_is_noticed(play: Play) -> None:
    workspace = play.night.server.workspace
    place = workspace.conversations.direct(play.night.referrer(Door.SOCIAL_CONTACT).id)
    message = next(iter(place.messages.values()))
    again = type(message)(workspace.clock.stamp(), place.id, message.user, message.text, by_bot=True)
    with workspace.lock:
        workspace.add_message(again)
    with pytest.raises(AssertionError, match="there twice"):
        play.look_again()


def test_a_message_that_is_missing_is_noticed(play: Play) -> None:
    workspace = play.night.server.workspace
    place = workspace.conversations.direct(play.night.referrer(Door.SOCIAL_CONTACT).id)
    with workspace.lock:
        place.messages.clear()
    with pytest.raises(AssertionError, match="is missing"):
        play.look_again()


def test_a_night_that_lasts_knows_every_page_of_the_chain(tmp_path: Path) -> None:
    """Nobody answers for half an hour: whoever is asked meanwhile, the referral stays whole."""
    with night(tmp_path / "night", database="sqlite", socket_mode=True) as laid:
        laid.come_back()
        play = Play(laid)
        person = laid.referrer(Door.ARREST_DIVERSION)
        promise = Promise(Door.ARREST_DIVERSION, "Dock 1", open_form(person, Door.ARREST_DIVERSION))
        play.promises.append(promise)
        fill_first(person, promise.door, promise.mark)
        promise.acked = went_through(person)
        [referral] = laid.ledger.referrals()
        for taken, minutes in enumerate((6, 3, 4, 8, 10), start=1):
            laid.let_pass(timedelta(minutes=minutes))
            wait_until(lambda: len(laid.ledger.taken(referral.ref)) == taken, "the step was taken")  # noqa: B023 - waited for at once
            play.look_again()
        play.open_everything()
