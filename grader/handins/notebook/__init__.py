"""A notebook as a program: its cells, which lines are run, and Python in place of commands."""
