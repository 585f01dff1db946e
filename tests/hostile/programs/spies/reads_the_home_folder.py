# outcome: failed, wrong-value
# says: the result is 1.
# with: read

read('/home', *KNOWN['home'])
