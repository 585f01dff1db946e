# outcome: failed, import-error
# says: The program failed with Exit

class Exit(BaseException):
    pass


raise Exit
