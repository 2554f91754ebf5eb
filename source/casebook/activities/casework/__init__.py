"""Casework: work something out from a debtor's file."""
