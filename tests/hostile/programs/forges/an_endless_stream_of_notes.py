# outcome: failed, busy-wait
# says: Still running after 1 step.
# with: link

while True:
    link.notes = [["read", "x" * 100, 1]] * 500
    say("notes")
