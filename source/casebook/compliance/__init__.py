"""Checks of what collectors write, say and do."""
