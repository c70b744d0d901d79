"""The engine: SimPy owns when, kernels own what.

``state`` holds the columns, ``calendar`` the bank days, ``plan`` turns words into numbers, ``kernels`` play one
desk's batch over the columns, ``desks`` are the SimPy processes with their own rhythm, ``model`` wires one run.
"""
