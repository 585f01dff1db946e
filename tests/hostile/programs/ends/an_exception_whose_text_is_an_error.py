# outcome: failed, import-error
# says: The program failed with E: (its message can't be shown)

class E(Exception):
    def __str__(self):
        raise self
    __repr__ = __str__

raise E
