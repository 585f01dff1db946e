# outcome: failed, busy-wait | hung-outside-control
# says: Still running after | never came back
# with: kept

def work():
    kept[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 0))
    while True:
        pass


thread = threading.Thread(target=work)
thread.start()
thread.join()
