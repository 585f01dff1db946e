# outcome: failed, wrong-value
# says: Two were to be counted
# with: ticket

for thing in gc.get_objects():
    if type(thing) is not type(sys) and thing is not globals():
        for part in gc.get_referents(thing):
            look(part)
