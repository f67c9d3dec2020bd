"""A practice Slack workspace on this machine: strict enough to test against, good enough to train on."""
