# outcome: failed, tampering
# says: it gave a new task a channel that is none
# with: link

say("fork", None, {"name": "x"}, (os.open("/dev/null", os.O_RDWR),))
