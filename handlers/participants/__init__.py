"""Participants: my people, a folder that only their care team opens, goals in their own words."""
