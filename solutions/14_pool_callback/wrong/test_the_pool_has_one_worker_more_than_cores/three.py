# cause: wrong-value
# A number that fits a machine with two cores.
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
    fetched = []
    failed = []
    pool = Pool(3)
    for page in pages:
        pool.apply_async(fetch, (page,), callback=fetched.append,
                         error_callback=lambda e: failed.append(str(e)))
    pool.close()
    pool.join()
    return fetched, failed
