"""The tour's way past the roster and the rota: every page and form, a leave, a stand-in, a seat declined."""

from __future__ import annotations

from tests.prove.referring import close_all
from tests.stage import BACKUP, MANAGER, RESPONDER, Stage

CLINICAL_SUPERVISOR, NOT_ROSTERED = "UHOLLY001", "UUNROST01"


def rota(stage: Stage) -> None:
    """Who is on call, and somebody who stands in."""
    manager = stage.person(MANAGER)
    manager.command("/lead roster")
    manager.wait_view(callback_id="roster")
    manager.click("On call")
    manager.wait_view(callback_id="rota")
    manager.click("Stand in")
    manager.wait_view(callback_id="rota_span")
    manager.fill(
        {
            "Who is asked first?": BACKUP,
            "Who is the backup?": RESPONDER,
            "From this day": "2099-01-01",
            "At": "20:00",
            "Until this day": "2099-01-01",
            "Until": "19:00",
        }
    )
    assert manager.submit() != {}
    manager.fill({"Until": "23:00"})
    assert manager.submit() == {}
    manager.wait_view(predicate=lambda view: "Both have been told" in view.words)
    close_all(manager)
    stage.person(BACKUP).wait_dm(lambda dm: "you are asked first" in dm.text)


def roster(stage: Stage) -> None:
    """Every page and form of the roster; a leave is taken and a new seat proposed and declined."""
    clinician, manager = stage.person(CLINICAL_SUPERVISOR), stage.person(MANAGER)
    for button, view in (("Transfer", "transfer"), ("Acting role", "acting"), ("Leave", "leave")):
        clinician.command("/lead roster")
        clinician.wait_view(callback_id="roster")
        clinician.click("seat.1")  # the first is their own
        clinician.wait_view(callback_id="seat")
        clinician.click(button)
        clinician.wait_view(callback_id=view)
        if view == "leave":
            clinician.fill({"First day": "2099-01-02", "Last day": "2099-01-01"})
            assert clinician.submit() != {}
            clinician.fill({"First day": "2099-01-01", "Last day": "2099-01-02"})
            assert clinician.submit() == {}
            clinician.wait_view(callback_id="roster_receipt")
        close_all(clinician)
    clinician.command("/lead roster")
    clinician.wait_view(callback_id="roster")
    clinician.click("Appoint")
    clinician.wait_view(callback_id="appoint")
    clinician.fill(
        {
            "Slack account": NOT_ROSTERED,
            "Name shown": "Clover Nobodyknows",
            "Agency": "case_management:Harbor Bridge Outreach",
            "Roles": ["case_manager"],
            "Kind of Slack account": "any",
        }
    )
    assert clinician.submit() == {}
    close_all(clinician)
    manager.wait_dm(lambda dm: "waits for a second person" in dm.text)
    manager.command("/lead roster")
    manager.wait_view(callback_id="roster")
    manager.click("Decline")
    manager.wait_view(predicate=lambda seen: "Declined. Nothing was changed." in seen.words)
    close_all(manager)
