# outcome: failed, wrong-value
# says: the result is 1.
# with: read

read('..' + '/..' * 20 + KNOWN['project'])
os.chdir('/')
read(KNOWN['project'][1:])
