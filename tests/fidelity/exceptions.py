"""Tests of CPython that do not pass under control, each with its reason."""

from __future__ import annotations

from fnmatch import fnmatch

EXCEPTIONS = (
    ("*Finalize.test_thread_safety", "it burns the processor for seconds of real time"),
    ("*PicklingConnections.test_pickling", "plain sockets are not under control"),
    ("*TestWait.test_wait_socket*", "plain sockets are not under control"),
    ("*TestRemoteManager.test_remote", "it asks that xmlrpc can't send time.sleep, a C function"),
    ("SemLockTests.test_semlock_subclass", "a semaphore has no name in the system to unlink"),
    ("TestStartMethod.test_preload_resources", "it runs a file that is not in the sandbox"),
    ("MiscTestCase.test_preload_main*", "it runs a file that is not in the sandbox"),
    ("*.test_std_streams_flushed_after_preload", "it runs a file that is not in the sandbox"),
    ("TestNoForkBomb.*", "it starts another interpreter on a file that is not in the sandbox"),
    ("TestResourceTracker.*", "there is no resource tracker: the sandbox cleans up"),
    ("*.test_shared_memory_cleaned_after_*", "there is no resource tracker: the sandbox cleans up"),
    ("CSimpleQueueTest.*", "the SimpleQueue that is written in C waits outside control"),
    ("CRLockTests.*", "RLock is Python's own, as in PyRLockTests, and not C's"),
    ("*.test_can_interrupt_tight_loops", "it burns the processor until a signal comes"),
    ("*.test_shutdown_all_methods_in_many_threads", "65,536 messages: more steps than a run has"),
    ("ThreadTests.test_disallow_instantiation", "Lock is a class, as it is from 3.13 on"),
    ("FailingInitializerResourcesTest.*", "there is no resource tracker: the sandbox cleans up"),
    ("ExceptHookTests.test_excepthook*", "C prints no line of a program that is in no file"),
    ("*.test_hang_global_shutdown_lock", "a thread burns all the time that its process has"),
    ("ForkInThreads.test_forkpty", "there is no terminal in the sandbox, and no pty"),
    ("InterpreterPool*", "several interpreters in one process are refused"),
    ("AsyncioTest.*", "several interpreters in one process are refused"),
    ("SubinterpThreadingTests.*", "several interpreters in one process are refused"),
    ("*.test_gettrace_all_threads", "a trace function reaches no other thread that runs already"),
    ("*.test_forkserver_auth_is_enabled", "a fork server's socket answers the grader's code alone"),
    ("*.test_forkserver_without_auth_fails", "a fork server's socket asks for no key"),
    ("*.test_large_pool", "more than 256 files open at once"),
    ("*.test_large_fd_transfer", "more than 256 files open at once"),
)
"""(pattern of the test's name, why it can't pass); the first that fits counts."""


def reason(name: str) -> str | None:
    """Return why a test is excepted, or None."""
    return next((why for pattern, why in EXCEPTIONS if fnmatch(name, pattern)), None)
