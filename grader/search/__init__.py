"""Search: which schedules of a program are run. ``explore`` is the way in.

explore      run a program under many schedules, and confirm the first failure
confirm      replay and shorten a failing schedule
mix          strategies one after another, within one budget
bounded, pct, surw, random_walk, replay    one strategy each
sampling     what the random ones share
knowledge    what the traces seen so far tell about a program
coverage     what was run, in words
token        the text that names a schedule
"""
