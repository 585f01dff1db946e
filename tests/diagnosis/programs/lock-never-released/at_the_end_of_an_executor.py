"""shutdown() waits for a task that needs the lock which is held meanwhile."""

# tasks: main 20
import threading
from concurrent.futures import ThreadPoolExecutor

door = threading.Lock()


def enter():
    with door:
        pass


def main():
    executor = ThreadPoolExecutor(1)
    with door:
        executor.submit(enter)

        executor.shutdown()
