# outcome: failed, import-error
# says: The program failed with KeyboardInterrupt

raise KeyboardInterrupt
