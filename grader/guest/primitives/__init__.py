"""What is replaced in CPython: one module for each base primitive."""
