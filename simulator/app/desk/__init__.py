"""The collections desk: the ladder and what each step brings, the staff, whom to call first."""
