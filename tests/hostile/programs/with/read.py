import os


def read(*paths):
    for path in paths:
        try:
            if os.path.isdir(path):
                raise RuntimeError(f"found {path}: {os.listdir(path)}")
            with open(path, "rb") as file:
                raise RuntimeError(f"found {path}: {file.read(100)}")
        except OSError:
            pass
