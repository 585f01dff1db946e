"""A daemon works the queue, and the queue is joined."""
# expect: 3

from multiprocessing import JoinableQueue, Process, Value


def work(q, done):
    while True:
        q.get()
        with done.get_lock():
            done.value += 1
        q.task_done()


def main():
    q, done = JoinableQueue(), Value("i", 0)
    Process(target=work, args=(q, done), daemon=True).start()
    for i in range(3):
        q.put(i)
    q.join()
    return done.value
