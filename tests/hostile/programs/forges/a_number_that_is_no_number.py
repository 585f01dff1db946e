# outcome: failed, tampering
# says: it used a semaphore that does not exist
# with: link

say("acquire", float("1e300"))
