# outcome: failed, tampering
# says: it announced a new task that never began
# with: link

say("fork", None, {"name": "x"}, (next(iter(link.sockets.values())).fileno(),))
