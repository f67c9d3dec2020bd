"""The criteria card: on the first screen of an arrest diversion, attested to once, its number in the log."""

from __future__ import annotations

from handlers.forms import Draft
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST, form_for
from handlers.referrals.views import door_form
from models.audit import Verb
from models.classes import Category
from models.referral import Door
from tests.handlers.harbor import OFFICER, REST, Harbor, sensitive
from tests.handlers.wing import texts

HEADING = "Criteria card 1, in force since 01 Sep 2026:"


def test_the_first_screen_of_an_arrest_diversion_shows_the_card_and_no_other_form_does(
    harbor: Harbor,
) -> None:
    doors = harbor.referrals.doors(OFFICER)
    shown = {door for door in doors.doors if HEADING in texts(door_form(door, doors))}
    assert shown == {Door.ARREST_DIVERSION}


def test_a_site_without_a_card_shows_the_form_as_it_is(harbor: Harbor) -> None:
    harbor.change_rules(criteria={})
    doors = harbor.referrals.doors(OFFICER)
    assert doors.criteria == ()
    form = form_for(Door.ARREST_DIVERSION, [("north", "North")], doors.contacts, doors.criteria)
    assert (form.intro, form.below) == (ARREST_FIRST.intro, ())


def test_who_is_in_a_hurry_finds_the_fields_before_the_card(harbor: Harbor) -> None:
    view = door_form(Door.ARREST_DIVERSION, harbor.referrals.doors(OFFICER))
    kinds = [block["type"] for block in view["blocks"]]
    card = next(at for at, block in enumerate(view["blocks"]) if HEADING in texts(block))
    assert len(kinds) - 1 - kinds[::-1].index("input") < card


def test_there_is_one_attestation_and_no_question_about_the_past() -> None:
    asked = [question for form in (ARREST_FIRST, ARREST_REST) for question in form.fields]
    assert [question.id for question in asked].count("attested") == 1
    words = " ".join(question.label for question in asked).lower()
    assert not any(word in words for word in ("prior", "history", "convict", "record", "warrant"))


def test_the_log_keeps_which_version_was_attested_to(harbor: Harbor) -> None:
    harbor.change_rules(criteria={"lines": ("Possession.",), "effective": "2026-09-01", "version": 7})
    told = harbor.refer()
    harbor.referrals.complete(OFFICER, told.handle, Draft({}, sensitive(REST)), key="rest:1")
    assert harbor.decisions(Verb.REFERRAL_COMPLETED.value) == ["criteria:7"]


def test_without_an_attestation_or_a_card_the_log_names_no_version(harbor: Harbor) -> None:
    person = {Category.IDENTITY: REST[Category.IDENTITY]}
    told = harbor.refer()
    harbor.referrals.complete(OFFICER, told.handle, Draft({}, sensitive(person)), key="rest:1")
    harbor.change_rules(criteria={})
    other = harbor.refer(form="VFORM2")
    harbor.referrals.complete(OFFICER, other.handle, Draft({}, sensitive(REST)), key="rest:2")
    assert harbor.decisions(Verb.REFERRAL_COMPLETED.value) == ["", ""]
