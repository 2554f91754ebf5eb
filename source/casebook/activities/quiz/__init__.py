"""The quiz: choose one, choose several, true or false, or give a number."""
