"""The trainer's kit: guide, slides, seeds, sheets to print; made from the lessons and from course/trainer."""
