"""A module that is not there."""

import no_such_module


def main():
    return no_such_module.answer()
