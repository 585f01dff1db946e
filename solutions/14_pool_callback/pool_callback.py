"""Fetching pages with a Pool that calls back."""

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
    """Fetch all pages with a pool; return (fetched, failed), each in the order of arrival."""
    fetched = []
    failed = []
    pool = Pool(os.cpu_count() + 1)
    for page in pages:
        pool.apply_async(
            fetch,
            (page,),
            callback=fetched.append,
            error_callback=lambda error: failed.append(str(error)),
        )
    pool.close()
    pool.join()
    return fetched, failed


if __name__ == "__main__":
    print("Four pages: one is slow, and one is broken.")
    fetched, failed = fetch_all(["slow.org", "news.net", "broken.com", "cats.org"])
    print("fetched:", *fetched, sep="\n  ")
    print("failed:", *failed, sep="\n  ")
