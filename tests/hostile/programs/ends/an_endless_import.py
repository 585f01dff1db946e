# outcome: failed, hung-outside-control
# says: main never came back from a loop

while True:
    pass
