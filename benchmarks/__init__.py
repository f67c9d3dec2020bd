"""Figures side by side: what the bot takes, against bare parts doing as much, in one run on one machine."""
