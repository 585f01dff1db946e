# outcome: failed, import-error
# says: The program failed with E

class E(Exception):
    __class__ = SystemExit
    code = 0
raise E
