"""Marking: what a class handed in, re-run behind a wall, judged with each learner's own case.

Nothing that a learner handed in is ever run or unpickled in this process: notebooks are read as data, their cells run
in a child (`child.py`), and only the answers come back, as JSON.
"""
