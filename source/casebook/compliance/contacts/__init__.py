"""The audit of a record of contacts against a table of contact rules."""
