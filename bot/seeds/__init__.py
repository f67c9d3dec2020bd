"""The stories of practice sites: what happened in a fictional town before somebody comes to learn."""
