"""Who is on the roster and who is gone: what Slack says of accounts, and what follows."""
