"""A notebook as a program: its cells, what of them is run, and Python in place of commands."""
