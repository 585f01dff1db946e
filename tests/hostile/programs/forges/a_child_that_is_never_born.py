# outcome: failed, tampering
# says: it announced a new task that never began
# with: link

kernel, own = link.socketpair()
say("fork", None, {"name": "x"}, (kernel.fileno(),))
