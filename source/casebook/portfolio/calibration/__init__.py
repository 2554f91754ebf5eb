"""Published figures, the simulated book beside them, and what had to be assumed."""
