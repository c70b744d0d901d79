"""The classroom: lessons that check themselves, each learner with a portfolio and a seed of their own.

A lesson's notebook says `from simulator.classroom import open_lesson`; all it needs hangs on what that returns.
"""

from simulator.classroom.lesson import Lesson, open_lesson

__all__ = ["Lesson", "open_lesson"]
