# outcome: failed, busy-wait
# says: Still running after 2000 steps.

for n in range(10**6):
    open(f'f{n}', 'w').close()
