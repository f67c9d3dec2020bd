"""The programs ours is measured against; each is a process of its own."""
