"""The lines that start processes run whenever the file is imported, in a fresh child too."""

from multiprocessing import get_context


def work(result):
    result.value = 1


def main():
    return "done"


context = get_context("spawn")
result = context.Value("i", 0)
p = context.Process(target=work, args=(result,))
p.start()
p.join()
