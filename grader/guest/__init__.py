"""What runs in a student's process: the base primitives under the kernel's control.

Loaded in the sandbox under the private name ``_guest``. Nothing here is trusted: the kernel
checks what these modules say against its own state. Imports nothing of the project but itself.
"""
