"""Proposals to the policy group in Slack: sounding, answer, passing on, and the rules that change by them."""
