# outcome: failed, tampering
# says: it waited for the end of a process that is no child of it
# with: link

say("poll-child", None, [0])
