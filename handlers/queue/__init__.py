"""The queue: what waits, what is due and late, decisions on it, capacity and what is to come."""
