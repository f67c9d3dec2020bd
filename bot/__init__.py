"""The roof: starts and configures things; nobody imports it."""
