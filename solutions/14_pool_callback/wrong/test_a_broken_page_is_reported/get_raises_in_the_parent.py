# cause: exception
# get() raises the task's error here, and nobody catches it.
import os
import time
from multiprocessing import Pool


def fetch(page):
    """Given: return (page, its size). Runs in a worker, and takes a second, or three if slow.

    Raises ConnectionError for a page whose name begins with "broken".
    """
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


def fetch_all(pages):
    fetched, failed = [], []
    with Pool(os.cpu_count() + 1) as pool:
        results = [pool.apply_async(fetch, (page,), callback=fetched.append) for page in pages]
        for r in results:
            r.get()
    return fetched, failed
