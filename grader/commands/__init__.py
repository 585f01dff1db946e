"""One module for each command, free of the command line; and what they share."""
