# outcome: failed, exception
# says: The program failed with xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: [1, 1, 1, 1, 1, 1, 1, 1, 1]
# with: link

link.note("raised", None, {"type": "x" * 10**5, "message": [1] * 9, "traceback": 3})
