# outcome: failed, tampering
# says: it said bye where nobody does
# with: link

link.leave()
