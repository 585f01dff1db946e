# outcome: failed, orphan
# says: The program ended, and process was still running.
# with: link

kernel, own = link.socketpair()
say("spawn", None, {"fds": [], "handles": {}, "parent": 1}, (kernel.fileno(), own.fileno()))
