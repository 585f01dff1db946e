# outcome: failed, resource-limit
# says: more processes than a run may have
import multiprocessing
import os
import sys

multiprocessing.set_forkserver_preload(["count"])
if sys.argv[0] == "-c":
    os.fork = lambda: 77
elif multiprocessing.parent_process() is None:
    process = multiprocessing.get_context("forkserver").Process(target=print)
    process.start()
