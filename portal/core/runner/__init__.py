"""`make run` and `make serve`: the steps before the start, and web and worker under one parent.

Standard library only: the parent stays small, starts at once, and lives through what its children do.
"""
