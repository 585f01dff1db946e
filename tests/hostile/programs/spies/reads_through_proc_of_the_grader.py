# outcome: failed, wrong-value
# says: the result is 1.
# with: read

pid = KNOWN['pid']
read(f'/proc/{pid}/environ', f'/proc/{pid}/cmdline', f'/proc/{pid}/mem', f'/proc/{pid}/root', f'/proc/{pid}/cwd')
