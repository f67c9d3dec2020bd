"""The openings board in Slack: beds, slots and clinic hours, posted, claimed and given back; nobody named."""
