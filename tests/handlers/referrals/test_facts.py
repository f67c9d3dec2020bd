"""Facts: what is stored as an answer comes back the same, and holds references only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.referrals.facts import OpenedItem, Receipt
from handlers.standing import facts_of
from models.classes import Basis, Category
from models.people import Role
from models.referral import Door
from models.schema import Handle, ReferralRef
from models.sensitive import Sensitive
from models.site import Contacts
from models.vault import Opened
from tests.handlers.harbor import RESPONDER, Harbor


@given(st.sampled_from(Door), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_receipt_survives_being_stored(door: Door, handle: str) -> None:
    receipt = Receipt(ReferralRef("R-7KQ2M"), door, Handle(handle))
    assert Receipt.from_answer(receipt.to_answer()) == receipt


def test_a_receipt_stores_no_detail() -> None:
    answer = Receipt(ReferralRef("R-7KQ2M"), Door.COMMUNITY, Handle("f" * 32)).to_answer()
    assert set(answer.replace('"', "").replace(",", "").split()) == {
        "{ref:", "R-7KQ2M", "door:", "community", "handle:", "f" * 32 + "}",
    }  # fmt: skip


def test_an_opened_item_prints_nothing_of_what_it_holds(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    details = {Category.IDENTITY: {"person": Sensitive("Zebulon Testperson")}}
    opened = Opened(Handle("f" * 32), ref, Role.OUTREACH_RESPONDER, Basis.REFERRAL, details)
    facts = facts_of(harbor.referral(ref), harbor.rules())
    item = OpenedItem(opened, facts, (), RESPONDER, Contacts(), harbor.time())
    assert item.role is Role.OUTREACH_RESPONDER
    assert "Zebulon" not in repr(item) + repr(opened)
