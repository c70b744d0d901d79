"""The tasks of each lesson: what is asked, what is right in a learner's case, and what people get wrong."""
