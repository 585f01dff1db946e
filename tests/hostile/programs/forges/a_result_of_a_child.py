# outcome: failed, tampering
# says: a process told the result that was not asked for it
# with: link

def add(number):
    number.value = 1
    say("result", None, ["returned", 2])


def before(function):
    def Process(target, args):
        from multiprocessing import Process

        return Process(target=add, args=args)
    return Process
from multiprocessing import process
original = process.BaseProcess.run
def run(self):
    say("result", None, ["returned", 2])
    original(self)
process.BaseProcess.run = run
