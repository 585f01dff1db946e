# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

from _guest import wire

kernel, own = link.socketpair()
about = {"fds": [], "handles": {}, "parent": 1, "environ": {}, "command": None}
asked = ["spawn", False, None, about, None, None, None, [], "-"]
about["environ"]["A"] = ""
about["environ"]["A"] = "x" * (wire.LIMIT - len(wire.encode(asked)))
say("spawn", None, about, (kernel.fileno(), own.fileno()))
