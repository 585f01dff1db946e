import os

link = next(
    cell.cell_contents
    for cell in os.fork.__closure__
    if type(cell.cell_contents).__name__ == "Link"
)


def say(op, obj=None, arg=None, fds=()):
    return link.request(op, obj, arg, None, fds, "-", None, None, False)
