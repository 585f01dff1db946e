"""The trusted side: it keeps every object's state, picks the next task and writes it down."""
