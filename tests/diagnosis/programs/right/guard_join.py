# expect: 1
# schedules: 20
"""A minute's limit guards against a job that hangs: that it ends loudly is as it should be."""

from multiprocessing import Process, Value


def job(v):
    v.value = 1


def main():
    v = Value("i", 0)
    p = Process(target=job, args=(v,))
    p.start()
    p.join(60)
    if p.is_alive():
        p.kill()
        p.join()
        raise TimeoutError("the job takes too long")
    return v.value
