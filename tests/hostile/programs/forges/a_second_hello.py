# outcome: failed, tampering
# says: it said hello where nobody does
# with: link

say("hello")
