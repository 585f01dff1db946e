# outcome: failed, resource-limit
# says: more processes than a run may have.
# with: link

say("fork", None, {"name": "x"}, (next(iter(link.sockets.values())).fileno(),))
