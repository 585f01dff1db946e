# cause: lost-item
# The task catches the error and prints it; the result is None.
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


def safe_fetch(page):
    try:
        return fetch(page)
    except Exception as e:
        print("error:", e)


def fetch_all(pages):
    fetched = []
    failed = []

    def done(result):
        if result:
            fetched.append(result)

    pool = Pool(os.cpu_count() + 1)
    for page in pages:
        pool.apply_async(safe_fetch, (page,), callback=done,
                         error_callback=lambda e: failed.append(str(e)))
    pool.close()
    pool.join()
    return fetched, failed
