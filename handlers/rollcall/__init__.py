"""Roll calls in Slack: the check-in, what came back, what a leader hears; and the times they come at."""
