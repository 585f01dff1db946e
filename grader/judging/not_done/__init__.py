"""What tells that nobody has begun, or that something was taken away: source, runs, files."""
