"""The ground: what is kept and who may see it. Knows no Slack, no clock, no environment."""
