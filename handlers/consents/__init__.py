"""Releases of information: signed, shown, withdrawn, accounted for."""
