# outcome: failed, exception
# says: The program failed with OSError: [Errno 24] Too many open files: '/dev/shm/pym-

import resource

resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
resource.setrlimit(resource.RLIMIT_NOFILE, (1, 1))
