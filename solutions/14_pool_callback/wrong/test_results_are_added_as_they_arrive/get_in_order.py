# cause: order-broken
# The results are collected in the order of the pages.
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
    pool = Pool(os.cpu_count() + 1)
    results = []
    for page in pages:
        results.append(pool.apply_async(fetch, (page,)))
    pool.close()
    for r in results:
        try:
            fetched.append(r.get())
        except ConnectionError as e:
            failed.append(str(e))
    pool.join()
    return fetched, failed
