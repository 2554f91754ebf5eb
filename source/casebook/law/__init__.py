"""Rules of law as dated records."""
