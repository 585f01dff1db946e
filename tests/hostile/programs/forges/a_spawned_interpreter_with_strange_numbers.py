# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

kernel, own = link.socketpair()
say("spawn", None, {"fds": [3], "handles": {"pipe_handle": 99999}, "parent": 1}, (kernel.fileno(), own.fileno(), 0))
