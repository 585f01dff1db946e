# outcome: failed, tampering
# says: it waited for a lock of a thread that does not exist
# with: link

say("thread-lock", 1, 12345)
say("thread-wait", 1, 12345)
