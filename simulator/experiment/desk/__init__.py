"""The collections desk: steps left out one by one, staff, whom to call first; the ladder told apart from the staff."""
