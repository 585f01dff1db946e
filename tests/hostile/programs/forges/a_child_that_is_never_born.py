# outcome: failed, resource-limit
# says: more processes than a run may have.
# with: link

kernel, own = link.socketpair()
say("fork", None, {"name": "x"}, (kernel.fileno(),))
