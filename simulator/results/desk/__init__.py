"""What a collections desk brings: figures of runs, effects of steps and of staff, and what is said of them."""
