# cause: pool-not-closed
# join() before close().
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


def got_it(result):
    fetched.append(result)


def went_wrong(error):
    failed.append(str(error))


def fetch_all(pages):
    pool = Pool(os.cpu_count() + 1)
    for page in pages:
        pool.apply_async(fetch, (page,), callback=got_it, error_callback=went_wrong)
    pool.join()
    pool.close()
    return fetched, failed
