"""What stands behind the Golden Rule: a word with one's supervisor, and setting aside what came amiss."""
