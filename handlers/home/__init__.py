"""The Home tab: what waits for me, refer, help."""
