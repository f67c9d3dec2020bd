"""Coordination with a prosecutor's office: asked, answered, and the thread of its card."""
