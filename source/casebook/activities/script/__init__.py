"""The script: write a message, letter or account in free text, marked by a person."""
