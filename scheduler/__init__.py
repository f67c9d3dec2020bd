"""The wing that knows the clock: what is due, when to try again, and how fast."""
