"""What is looked for in a trace: one kind of fault in each module."""
