"""The routine update: one sentence for every day, so that its use says nothing."""

ROUTINE_UPDATE = "We are working together. Nothing further that would help today."
