# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

kernel, own = link.socketpair()
about = {"fds": [], "handles": {}, "parent": 1, "environ": {}, "command": None, "server": 0}
say("spawn", None, about, (kernel.fileno(), own.fileno()))
