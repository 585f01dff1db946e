"""The parent reads until EOFError and keeps its own copy of the child's end."""

from multiprocessing import Pipe, Process


def child(conn):
    for i in range(3):
        conn.send(i)
    conn.close()


def main():
    parent_conn, child_conn = Pipe()
    p = Process(target=child, args=(child_conn,))
    p.start()
    got = []
    try:
        while True:
            got.append(parent_conn.recv())
    except EOFError:
        pass
    p.join()
    return got
