"""Actions in Slack: proposed, taken, done, given back; and what is asked of the flexible fund."""
