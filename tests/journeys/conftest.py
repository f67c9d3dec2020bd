"""One referral that was handed out, shared by the tests of a module that try to get at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.envelope import SealedItem
from models.people import Account, Member
from models.schema import ReferralRef
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.journeys.forging import Handed
from tests.stage import RESPONDER, Stage, staged


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handed]:
    """One arrest diversion for the whole module; at its end everything is searched for its details."""
    canaries = Canaries()
    with staged(tmp_path_factory.mktemp("stage"), socket_mode=False) as stage:
        _expect_a_member(stage)
        ref = steps.refer_arrest(stage, canaries)
        steps.ask_backup(stage)
        steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
        steps.wait_settled(stage)
        yield Handed(stage, canaries, ReferralRef(ref), _handles(stage, ref))
        seen = assert_sealed(stage, canaries, readers={RESPONDER})
        assert set(seen.shown) == {RESPONDER}


def _expect_a_member(stage: Stage) -> None:
    """The roster says which kind of account the responder has."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        member = work.session.get_one(Member, RESPONDER)
        member.account = Account.MEMBER.value
        ground.vault.rows.sign_row(member)
        work.commit()


def _handles(stage: Stage, ref: str) -> dict[str, str]:
    with stage.bot.floor.ground.database.look() as work:
        rows = work.session.scalars(select(SealedItem).where(SealedItem.subject == ref))
        return {item.recipient: item.handle for item in rows}


@pytest.fixture(scope="module")
def refused(handed: Handed) -> str:
    """The bytes of a refusal: a handle that never was."""
    return handed.view_for(RESPONDER, "0" * 32)
