"""Two references that may be one person: the pair is compared by a supervisor and merged by a manager."""
