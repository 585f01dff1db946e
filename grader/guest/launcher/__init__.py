"""Starts the zygote in the isolation that it is told to make, and cleans up after it.

Two processes come of it:

- the **supervisor** (``supervisor``) stays outside of the new namespaces and runs none of the
  students' code. It waits for the end of the grader (a pidfd, so that even SIGKILL is seen), of
  the lifeline or of the zygote, then kills everything and removes what was left (``cleaning``);
- the **zygote** (``zygote``) is its child, process 1 of a new pid namespace where there is one. It
  builds its own small root (``newroot``), gives up every privilege, reports on the lifeline and
  hands itself over to ``_guest.zygote.main(control_fd, config)``. If the supervisor dies, the
  system kills it.

Every step that the job asks for is made, or the start fails and the report says which step was
denied and why: what to do without is decided by the grader, never here.

Loaded under the private name ``_launcher``; imports only the standard library and itself.
"""
