# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

deep = []
for _ in range(800):
    deep = [deep]
kernel, own = link.socketpair()
about = {"fds": [], "handles": {}, "parent": 1, "environ": {"A": deep}, "command": None}
say("spawn", None, about, (kernel.fileno(), own.fileno()))
