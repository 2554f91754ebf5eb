"""Release, run sealed off, score, record: the instructor's side."""
