"""Work out when time runs out on a debt, step by step, from a list of dated events."""
