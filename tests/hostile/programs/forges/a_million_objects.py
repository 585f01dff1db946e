# outcome: failed, busy-wait
# says: Still running after 1 step.
# with: link

while True:
    say("new-sem", None, [1, 1, 1])
