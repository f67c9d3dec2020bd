"""Situations in Slack: a place is told of, looked back at, and closed; no person has a place in it."""
