# outcome: failed, wrong-value
# says: the result is 1.
# with: read

for name in ('root', 'cwd'):
    read(f'/proc/1/{name}' + KNOWN['project'])
