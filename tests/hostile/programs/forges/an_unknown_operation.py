# outcome: failed, tampering
# says: it asked for an operation that does not exist
# with: link

say("give-points")
