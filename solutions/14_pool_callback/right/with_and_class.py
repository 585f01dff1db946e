"""A class that collects; close and join inside of the with block."""

import multiprocessing
import os
import time


def fetch(page):
    time.sleep(3 if page.startswith("slow") else 1)
    if page.startswith("broken"):
        raise ConnectionError(f"no answer from {page}")
    return page, len(page)


class Collector:
    def __init__(self):
        self.fetched = []
        self.failed = []

    def page_came(self, result):
        self.fetched.append(result)

    def page_failed(self, error):
        self.failed.append(str(error))


def fetch_all(pages):
    collector = Collector()
    with multiprocessing.Pool(processes=1 + os.cpu_count()) as pool:
        for page in pages:
            pool.apply_async(
                fetch, [page], {}, collector.page_came, error_callback=collector.page_failed
            )
        pool.close()
        pool.join()
    return collector.fetched, collector.failed
