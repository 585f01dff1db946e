"""Search: which schedules of a program are run. ``explore`` is the way in.

explore      run a program under many schedules, and confirm the first failure
portfolio    strategies in turns, within one budget
shrink       replay and shorten a failing schedule
strategies/  one each
knowledge    what the traces seen so far tell about a program
coverage     what was run, in words
token        the text that names a schedule
"""
