"""The function itself raises."""


def last(items):
    return items[-1]


def main():
    return last([])
