# outcome: failed, wrong-value
# says: Two were to be counted
# with: ticket

try:
    raise ValueError
except ValueError as error:
    look_at_frame(error.__traceback__.tb_frame)
