"""Administrative issues in Slack: what is in the way, who sees to it, and how it ended."""
