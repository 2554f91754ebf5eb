"""Activities: what a learner does, what they answered, and how an answer is scored."""
