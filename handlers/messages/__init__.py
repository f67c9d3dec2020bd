"""Sealed messages between people: written, answered, taken back, and the receipt."""
