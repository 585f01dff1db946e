# outcome: failed, wrong-value
# says: the result is 1.
# with: link

link.request("sleep", None, None, 1e300, (), "-", None, None, False)
