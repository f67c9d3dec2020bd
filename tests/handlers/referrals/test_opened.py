"""The face of a referral's item: only acts that would change something, and only for whom they are."""

from __future__ import annotations

from handlers.desk import Opens, Request
from handlers.referrals.opened import possible_acts, referral_face
from models.classes import Basis, Category
from models.duties import Act
from models.people import Role
from models.referral import Door
from models.schema import Handle, ReferralRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened
from tests.handlers.harbor import BACKUP, CASE_MANAGER, MANAGER, OFFICER, RESPONDER, Harbor


def acts_of(harbor: Harbor, ref: ReferralRef, reader: SlackUserId, role: Role | None) -> tuple[Act, ...]:
    basis = Basis.REFERRAL if role else Basis.OWN
    return possible_acts(harbor.referral(ref), Opened(Handle(""), ref, role, basis, {}), reader)


def test_only_acts_that_would_change_something_are_offered(harbor: Harbor) -> None:
    ref, role = harbor.refer().ref, Role.OUTREACH_RESPONDER
    assert acts_of(harbor, ref, RESPONDER, role) == (Act.ACKNOWLEDGE, Act.ESTIMATE, Act.MET, Act.NOT_MET)
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    assert acts_of(harbor, ref, RESPONDER, role) == (Act.ESTIMATE, Act.MET, Act.NOT_MET)
    assert acts_of(harbor, ref, BACKUP, role) == (Act.MET, Act.NOT_MET)
    harbor.act(RESPONDER, ref, Act.NOT_MET)
    assert acts_of(harbor, ref, RESPONDER, role) == (Act.MET,)
    harbor.act(RESPONDER, ref, Act.MET)
    assert acts_of(harbor, ref, RESPONDER, role) == ()


def test_the_author_is_offered_nothing(harbor: Harbor) -> None:
    assert acts_of(harbor, harbor.refer().ref, OFFICER, None) == ()


def test_the_project_manager_looks_and_sends(harbor: Harbor) -> None:
    ref = harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    assert acts_of(harbor, ref, MANAGER, Role.PROJECT_MANAGER) == (Act.ACKNOWLEDGE, Act.SEND_OUTREACH)
    assert acts_of(harbor, ref, CASE_MANAGER, Role.CASE_MANAGER) == (Act.ACKNOWLEDGE,)


def test_what_came_by_a_consent_offers_no_act_on_the_referral(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    told = Opened(Handle(""), ref, Role.OUTREACH_RESPONDER, Basis.CONSENT, {})
    assert possible_acts(harbor.referral(ref), told, RESPONDER) == ()


def test_the_face_builds_its_view_only_when_it_is_asked_with_what_was_just_done(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    details = {Category.LOCATION: {"place": Sensitive("Dock shelter 7")}}
    told = Opened(Handle("ab" * 16), ref, Role.OUTREACH_RESPONDER, Basis.REFERRAL, details)
    request = Request(RESPONDER, told.handle, "V1", "h0", "1.2", Opens.ITEM)
    with harbor.ground.database.look() as work:
        ready = referral_face(harbor.ground.now)(work, harbor.rules(), told, request)
    assert ready.subject == ref
    assert "Dock" not in repr(ready)
    shown = ready.view("Thank you. It is in your hands.")
    assert "Dock shelter 7" in str(shown)
    assert "It is in your hands." in str(shown)
    assert "It is in your hands." not in str(ready.view(""))
