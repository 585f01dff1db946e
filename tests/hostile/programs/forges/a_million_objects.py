# outcome: failed, resource-limit
# says: more shared objects than a run may make.
# with: link

while True:
    say("new-sem", None, [1, 1, 1])
