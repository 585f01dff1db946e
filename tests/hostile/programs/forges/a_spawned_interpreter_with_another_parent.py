# outcome: failed, orphan
# says: The program ended, and process was still running.
# with: link

kernel, own = link.socketpair()
about = {"fds": [], "handles": {}, "parent": 1, "environ": {}, "command": None}
say("spawn", None, about, (kernel.fileno(), own.fileno()))
