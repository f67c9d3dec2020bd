"""The wing that knows Slack: what comes in, what goes out, and the words people read."""
