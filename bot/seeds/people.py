"""The town's people by what they do: who refers, who answers, who decides. All of them are invented."""

from __future__ import annotations

from models.schema import SlackUserId

OFFICER, QUAY_OFFICER, SERGEANT = map(SlackUserId, ("UQUILL001", "UMARROW01", "UOXLIP001"))
RESPONDER = SlackUserId("ULARKSP01")
CASE_MANAGER, COLLEAGUE, CLINICAL = map(SlackUserId, ("UBRAMBL01", "UBURDOC01", "UHOLLY001"))
PROSECUTOR, MANAGER = map(SlackUserId, ("UVANEX001", "UFENNIM01"))
NEIGHBOR, LEADER, PROVIDER = map(SlackUserId, ("USTOOP001", "UTHISTL01", "UWICKET01"))
COUNTY = "prosecutor:Lantern County Prosecutor"
