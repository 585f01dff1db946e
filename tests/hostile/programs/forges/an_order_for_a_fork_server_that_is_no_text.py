# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

kernel, own = link.socketpair()
about = {"fds": [], "handles": {}, "parent": 1, "environ": {}, "command": [["main"]]}
say("spawn", None, about, (kernel.fileno(), own.fileno()))
