"""A folder of exercises: read, found, handed out, and tried on a class that is made for it."""
