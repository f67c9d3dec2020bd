"""Acts that the clock, the command line or two features call; each is one step of one unit of work."""
