"""A critical incident in Slack: the agreed call list runs, and who knows of it is seen."""
