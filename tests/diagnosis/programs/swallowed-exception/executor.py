"""A future's error is never looked at."""

from concurrent.futures import ProcessPoolExecutor


def check(age):
    if age < 0:
        raise ValueError("a negative age")
    return age


def main():
    with ProcessPoolExecutor(2) as executor:
        executor.submit(check, -1)
    return "done"
