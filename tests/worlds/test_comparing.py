"""The harness can fail: a leak in any of the four dimensions is noticed, named, and not quoted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import curtain
from handlers.desk import REFUSAL_SECONDS, Desk, Request
from models.notice import Kind, NewNotice, post
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.harbor import NEIGHBOR, OFFICER, PROSECUTOR, RESPONDER, SECRETS
from tests.worlds.comparing import Difference, Dimension, WorldsDiffer, assert_same, told
from tests.worlds.hearing import OWG, Heard, band_of
from tests.worlds.people import open_card, refer, screened_and_sent, without
from tests.worlds.row import Row, Secret, played
from tests.worlds.rows_opening import OWN_ITEM, TEAM_ITEM
from tests.worlds.rows_referral import MET
from tests.worlds.rows_roster import GUARD
from tests.worlds.world import World


def found(row: Row, folder: Path, desk_kind: type[Desk] = Desk) -> list[Difference]:
    """What the harness says about the row's first two worlds; the second has this desk."""
    names = list(row.worlds)[:2]
    two = replace(row, worlds={name: row.worlds[name] for name in names})
    with (
        played(two, "sqlite", folder, {names[1]: desk_kind}) as worlds,
        pytest.raises(WorldsDiffer) as told_apart,
    ):
        assert_same(worlds[0], worlds[1], row.receivers)
    assert not any(secret in str(told_apart.value) for secret in SECRETS)
    return list(told_apart.value.differences)


def leaking(row: Row, leak: Callable[[World], None]) -> Row:
    """The row with a second world that does one thing more."""
    first, second = list(row.worlds.items())[:2]

    def leaky(world: World) -> str:
        answer = second[1](world)
        leak(world)
        return answer

    return replace(row, worlds={first[0]: first[1], "leaky": leaky})


def tell(world: World, user: str, *kinds: Kind, subject: str = "", after: timedelta = timedelta(0)) -> None:
    """Post notices straight, in this order, for `after` from now."""
    now = world.harbor.time.moment
    rows = [
        NewNotice(kind, SlackUserId(user), f"leak:{kind}", subject=subject, due_at=now + after)
        for kind in kinds
    ]
    with world.harbor.ground.database.work() as work:
        post(work, now, rows)
        work.commit()


def test_one_notice_more_is_noticed(tmp_path: Path) -> None:
    """The person referred by a neighbor was met, and an officer hears something of it."""
    row = leaking(MET, lambda world: tell(world, OFFICER, Kind.READ_ONLY_TAB))
    [difference] = found(row, tmp_path)
    assert (difference.receiver, difference.dimension) == (OFFICER, Dimension.WHAT_CAME)
    assert "chat.postMessage" in str(difference)


class Careless(Desk):
    """Says something else when it refuses."""

    def open_now(self, request: Request, told: str = "") -> None:
        if request.user != RESPONDER:
            super().open_now(request, told)
            return
        view = curtain.refused_view(self._contacts())
        view["blocks"][0]["text"]["text"] = view["blocks"][0]["text"]["text"].replace("Contact", "contact")
        self._pause(REFUSAL_SECONDS)
        self._screen.show(request.view_id, request.view_hash, view)


def test_one_byte_is_noticed(tmp_path: Path) -> None:
    """A withdrawn item is refused with a small letter where others have a large one."""
    differences = found(TEAM_ITEM, tmp_path, Careless)
    assert {one.dimension for one in differences} == {Dimension.BYTES}
    assert differences[0].receiver == RESPONDER
    assert "view.blocks[0].text.text: from character" in str(differences[0])
    assert "isn't available" not in str(differences[0])


def test_another_order_is_noticed(tmp_path: Path) -> None:
    def two(first: Kind, second: Kind) -> Secret:
        def secret(world: World) -> str:
            tell(world, PROSECUTOR, first, second)
            return ""

        return secret

    a, b = Kind.READ_ONLY_TAB, Kind.SLACK_WAS_SLOW
    [difference] = found(replace(GUARD, worlds={"one": two(a, b), "other": two(b, a)}), tmp_path)
    assert (difference.receiver, difference.dimension) == (PROSECUTOR, Dimension.ORDER)


class Hesitant(Desk):
    """Looks longer before it refuses."""

    def open_now(self, request: Request, told: str = "") -> None:
        self._pause(REFUSAL_SECONDS + 1)
        super().open_now(request, told)


def test_a_slower_answer_is_noticed(tmp_path: Path) -> None:
    differences = found(OWN_ITEM, tmp_path, Hesitant)
    assert {one.dimension for one in differences} == {Dimension.DELAY}
    assert differences[0].receiver == OFFICER
    assert "after the one wait" in str(differences[0])
    assert "within seconds" in str(differences[0])


def test_a_later_message_is_noticed(tmp_path: Path) -> None:
    """The same word to a neighbor, in one world a few minutes later."""

    def after(wait: timedelta) -> Secret:
        def secret(world: World) -> str:
            tell(world, NEIGHBOR, Kind.READ_ONLY_TAB, after=wait)
            return ""

        return secret

    def script(world: World, happen: Callable[[], str]) -> None:
        happen()
        world.go(timedelta(hours=1))

    worlds = {"soon": after(timedelta(seconds=2)), "later": after(timedelta(minutes=3))}
    [difference] = found(replace(GUARD, worlds=worlds, script=script), tmp_path)
    assert (difference.receiver, difference.dimension) == (NEIGHBOR, Dimension.DELAY)


def test_a_word_in_the_channel_is_heard_by_all_who_read_there(tmp_path: Path) -> None:
    def speaks(world: World) -> None:
        world.slack.chat_postMessage(channel=OWG, text="Somebody was met today.")

    [difference] = found(leaking(MET, speaks), tmp_path)
    assert (difference.receiver, difference.dimension) == (OWG, Dimension.WHAT_CAME)
    assert "met today" not in str(difference)


def test_a_detail_on_one_screen_is_noticed_and_not_quoted(tmp_path: Path) -> None:
    """Somebody else's name in what the responder opens: the places are named, the words are not."""

    def script(world: World, happen: Callable[[], str]) -> None:
        person = happen()
        refer(world, NEIGHBOR, Door.COMMUNITY, person)
        screened_and_sent(world)
        open_card(world, RESPONDER)

    worlds: dict[str, Secret] = {
        "one": lambda world: "Zebulon Testperson",
        "other": lambda world: "Quillon Nobodyreal",
    }
    row = replace(MET, worlds=worlds, script=script, receivers=(*without(NEIGHBOR), RESPONDER))
    [difference] = found(row, tmp_path)
    assert (difference.receiver, difference.dimension) == (RESPONDER, Dimension.BYTES)
    assert "Quillon" not in str(difference)


@dataclass
class Recorded:
    """A world in which somebody heard just this."""

    name: str
    heard: dict[str, list[Heard]] = field(default_factory=dict)


def recorded(*texts: str) -> Recorded:
    return Recorded(
        "so", {OFFICER: [Heard("1: asks", "answer 200", "at once", {"text": one}) for one in texts]}
    )


def test_references_receipts_and_handles_count_by_their_first_appearance() -> None:
    assert_same(
        recorded("R-7KQ2M met", "R-AAAAA, R-7KQ2M"), recorded("R-BBBBB met", "R-7KQ2M, R-BBBBB"), [OFFICER]
    )
    assert_same(recorded("ab" * 16), recorded("cd" * 16), [OFFICER])
    assert_same(recorded("Receipt " + "7KQ2M" * 4), recorded("Receipt " + "0ABCD" * 4), [OFFICER])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("R-7KQ2M", "R-7KQ2M"), ("R-7KQ2M", "R-AAAAA")),  # the same one again is told from another one
        (("R-7KQ2M",), ("C-7KQ2M",)),  # a referral is no participant
        (("R-7KQ2M",), ("R-7KQ2",)),
        (("met",), ("met ",)),
        (("0123",), ("01234",)),
    ],
)
def test_whatever_else_differs_is_a_difference(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    with pytest.raises(WorldsDiffer) as differ:
        assert_same(recorded(*one), recorded(*other), [OFFICER])
    assert [difference.dimension for difference in differ.value.differences] == [Dimension.BYTES]


def test_the_status_of_an_answer_is_part_of_what_came() -> None:
    refused = Recorded("so", {OFFICER: [Heard("1: asks", "answer 500", "at once", {"text": "met"})]})
    with pytest.raises(WorldsDiffer, match="what came"):
        assert_same(recorded("met"), refused, [OFFICER])


def test_nobody_who_is_not_asked_about_is_compared() -> None:
    assert_same(recorded("met"), recorded("not met"), [PROSECUTOR])
    assert told(recorded("met"), PROSECUTOR) == []


@pytest.mark.parametrize(
    ("seconds", "band"),
    [(0, "at once"), (0.3, "after the one wait"), (1.3, "within seconds"), (240, "within five minutes")],
)
def test_delays_fall_into_coarse_bands(seconds: float, band: str) -> None:
    assert band_of(seconds) == band


def test_two_worlds_with_nothing_different_are_the_same_even_to_those_who_may_know(tmp_path: Path) -> None:
    twins = replace(GUARD, worlds=dict.fromkeys(["one", "twin"], GUARD.worlds["details"]))
    with played(twins, "sqlite", tmp_path) as [one, twin]:
        assert GUARD.witness(one) == GUARD.witness(twin)
        assert_same(one, twin, sorted(one.heard))
