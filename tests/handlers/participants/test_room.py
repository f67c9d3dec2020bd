"""The ceiling and the door's approval in words, where a person begins, joins a team or is enrolled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.ids import Action
from handlers.participants.service import Participants
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.errors import NoRoom
from models.participant import Participant, circle_of
from models.people import Role
from models.referral import Door, Referral, State
from models.schema import ParticipantRef
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, QUAY_OFFICER, Harbor
from tests.handlers.participants.folders import SECOND, begin, team_of
from tests.handlers.wing import Wing, picked


def test_at_the_ceiling_nobody_begins_or_joins_and_it_is_said(harbor: Harbor) -> None:
    team_of(harbor)
    harbor.change_rules(capacity={"ceiling": 1})
    ref = begin(harbor)
    with pytest.raises(NoRoom):
        begin(harbor, form="VMORE")
    begin(harbor, SECOND, form="VSECOND")
    said = Participants(harbor.ground).change_team(CLINICAL, ref, SECOND, "case_manager", key="k0")
    assert said == "They are at the ceiling for one case manager: somebody else has room."


def sign(harbor: Harbor, ref: ParticipantRef) -> None:
    """A release that runs today."""
    named = frozenset({Category.ENGAGEMENT}), frozenset({Purpose.COURT})
    office = Recipient("prosecutor:Lantern County Prosecutor", Role.LIAISON_PROSECUTOR, *named)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        circle = circle_of(work, scene.vault.rows, ref)
        assert circle is not None
        today = scene.rules.today(scene.moment)
        until = today + timedelta(days=300)
        sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (office,), until, by_event=False))
        work.commit()


def test_enrolment_without_the_doors_approval_is_refused_in_words(wing: Wing) -> None:
    harbor = wing.harbor
    ref = begin(harbor)
    referral = harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form="VS").ref
    with harbor.ground.database.work() as work:
        row = work.session.get_one(Referral, referral)
        row.state = State.MET.value
        harbor.ground.vault.rows.sign_row(row)
        person = work.session.get_one(Participant, ref)
        person.referral = referral
        harbor.ground.vault.rows.sign_row(person)
        work.commit()
    sign(harbor, ref)
    form = {
        "callback_id": "rung",
        "private_metadata": ref,
        "blocks": [{"type": "input", "block_id": "rung.rung"}],
    }
    said = wing.submit(CASE_MANAGER, form, picked("rung", rung="enrolled"))
    assert said["errors"] == {
        "rung.rung": "The door of their referral asks for an approval first, and it has not been given yet."
    }
    assert Action.QUEUE_APPROVE in wing.tables.actions
