"""imap_unordered gives results as they arrive; an error travels as an answer."""

import os
import time
from multiprocessing import Pool


def fetch(page):
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


def try_to_fetch(page):
    try:
        return True, fetch(page)
    except ConnectionError as error:
        return False, str(error)


def fetch_all(pages):
    lists = {True: [], False: []}
    with Pool(os.cpu_count() + 1) as pool:
        for came, what in pool.imap_unordered(try_to_fetch, pages):
            lists[came].append(what)
    return lists[True], lists[False]
