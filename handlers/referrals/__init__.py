"""Referrals: the form, the hand-off, and what both sides are told."""
