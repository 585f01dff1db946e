# outcome: failed, wrong-value
# says: the result is 1.
# with: read

read(KNOWN['project'], KNOWN['checks'])
