# outcome: failed, wrong-value
# says: Two were to be counted
# with: kept

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
other, _ = server.accept()
other.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
client.setblocking(False)
try:
    while True:
        client.send(b"x" * 65536)
except BlockingIOError:
    pass
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 30000))
copy = os.dup(client.fileno())


def work():
    link.ask("readable", "fd:1:rw", fds=[copy], timeout=5)


thread = threading.Thread(target=work)
thread.start()
__import__("time").sleep(1)
for end in (copy, client.fileno()):
    os.close(end)
client.detach()
thread.join()
