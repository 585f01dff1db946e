# outcome: failed, tampering
# says: it said serve where nobody does
# with: link

say("serve", None, 77)
