# cause: event-never-set
# The last page to come sets an event; without any page nobody does.
import os
import threading
import time
from multiprocessing import Pool


def fetch(page):
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


def fetch_all(pages):
    fetched, failed = [], []
    done = threading.Event()

    def look():
        if len(fetched) + len(failed) == len(pages):
            done.set()

    def came(result):
        fetched.append(result)
        look()

    def broke(error):
        failed.append(str(error))
        look()

    pool = Pool(os.cpu_count() + 1)
    for page in pages:
        pool.apply_async(fetch, (page,), callback=came, error_callback=broke)
    done.wait()
    pool.close()
    pool.join()
    return fetched, failed
