"""How people refer during a night: they fill the forms, and see or do not see that they went through."""

from __future__ import annotations

from models.referral import Door
from sandbox.people import Person
from sandbox.wire import SlackSays

_FORMS = {
    Door.ARREST_DIVERSION: ("Arrest diversion", "arrest_first"),
    Door.SOCIAL_CONTACT: ("Social contact", "social_contact"),
    Door.COMMUNITY: ("", "community"),
}


def open_form(person: Person, door: Door) -> str:
    """`/lead refer` and the choice of the door; answers the form's view id."""
    button, callback_id = _FORMS[door]
    person.command("/lead refer")
    if button:
        person.wait_view(callback_id="choose_door")
        person.click(button)
    return person.wait_view(callback_id=callback_id).id


def fill_first(person: Person, door: Door, mark: str) -> None:
    """Fill a door's first form; `mark` is what a reader will be shown under "Where"."""
    match door:
        case Door.ARREST_DIVERSION:
            person.fill({"Where should the responder come?": mark, "Your call-back number": "555-0107"})
        case Door.SOCIAL_CONTACT:
            person.fill(
                {
                    "Who is it? Name or description": "Zebulon Testperson, one boot",
                    "Where and when can the person be found?": mark,
                    "Why LEAD? In plain words": "Asked about help twice this week.",
                    "Has the person been asked?": "Asked and interested",
                }
            )
        case Door.COMMUNITY:
            person.fill(
                {
                    "Is anybody in danger right now?": "No",
                    "Where?": mark,
                    "At what times?": "Evenings",
                    "What happens there?": "Somebody sleeps in the doorway and looks unwell.",
                }
            )


def fill_rest(person: Person) -> None:
    """Fill the second screen of an arrest diversion."""
    person.wait_view(callback_id="arrest_rest")
    person.fill(
        {
            "Hand-off at": "The scene",
            "Who is it? Name or description": "Zebulon Testperson, one boot",
            "Offence category": "Possession",
            "Eligibility": ["This is within my agency's LEAD criteria, or I am not sure"],
        }
    )


def went_through(person: Person) -> bool:
    """Submit, and whether the person saw that it was taken."""
    try:
        return person.submit() == {}
    except SlackSays:
        return False


def close_all(person: Person) -> None:
    """Put every open window away."""
    while person.view is not None:
        person.close(clear=True)
