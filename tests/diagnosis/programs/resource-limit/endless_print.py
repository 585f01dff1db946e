"""A loop prints without end."""


def main():
    while True:
        print("x" * 10_000)
