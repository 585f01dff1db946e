"""concurrent.futures: done callbacks are its word for the same thing."""

import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed


def fetch(page):
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


def fetch_all(pages):
    fetched, failed = [], []
    with ProcessPoolExecutor(os.cpu_count() + 1) as executor:
        futures = [executor.submit(fetch, page) for page in pages]
        for future in as_completed(futures):
            error = future.exception()
            if error is None:
                fetched.append(future.result())
            else:
                failed.append(str(error))
    return fetched, failed
