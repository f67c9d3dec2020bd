"""The secure page: every form and opening outside Slack, made of the very views that Slack would show."""
