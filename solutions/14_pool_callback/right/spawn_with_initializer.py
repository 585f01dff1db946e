"""Started with spawn; the workers are set up by an initializer; waits for each result's turn."""

import os
import time
from functools import partial
from multiprocessing import get_context

began = None


def fetch(page):
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


def set_up(when):
    global began
    began = when


def task(page):
    assert began is not None
    return fetch(page)


def note(errors, error):
    errors.append(f"{error}")


def fetch_all(pages):
    fetched, failed = [], []
    pool = get_context("spawn").Pool(os.cpu_count() + 1, initializer=set_up, initargs=("today",))
    results = [
        pool.apply_async(task, (page,), {}, fetched.append, partial(note, failed))
        for page in pages
    ]
    for result in results:
        result.wait()
    pool.close()
    pool.join()
    return fetched, failed
