"""The page of the course: the lessons, what is done in one's own copies, and how to go on."""
