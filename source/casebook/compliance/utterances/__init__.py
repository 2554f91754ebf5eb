"""Checks of what is written and said: messages, letters, calls, in Chinese and English."""
