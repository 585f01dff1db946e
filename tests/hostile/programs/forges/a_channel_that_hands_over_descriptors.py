# outcome: failed, tampering | child-failed
# says: it had the system send more than who speaks | Protocol not available
# with: kept

PASSES_PIDFD = 76


def work():
    kept[-1].setsockopt(socket.SOL_SOCKET, PASSES_PIDFD, 1)
    for _ in range(3000):
        link.request("notes", None, None, None, (), "-", None, None, False)


thread = threading.Thread(target=work)
thread.start()
thread.join()
