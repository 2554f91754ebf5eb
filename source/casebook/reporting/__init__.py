"""What became of a class: reports for instructors."""
