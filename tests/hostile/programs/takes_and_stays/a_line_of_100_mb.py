# outcome: failed, resource-limit
# says: more output than a run may print.

print('x' * (100 << 20))
