# outcome: failed, wrong-value
# says: Two were to be counted
# with: ticket

look_at_frame(sys._getframe())
