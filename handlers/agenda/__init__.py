"""Meetings and their agendas in Slack: what comes, putting something there, running one, the minutes."""
