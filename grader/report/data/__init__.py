"""What machines read: JSON, CSV, JUnit."""
