# cause: not-shared
# The worker adds to a global list, which is its own copy.
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


fetched = []
failed = []


def job(page):
    try:
        fetched.append(fetch(page))
    except ConnectionError as e:
        failed.append(str(e))


def fetch_all(pages):
    pool = Pool(os.cpu_count() + 1)
    for page in pages:
        pool.apply_async(job, (page,))
    pool.close()
    pool.join()
    return fetched, failed
