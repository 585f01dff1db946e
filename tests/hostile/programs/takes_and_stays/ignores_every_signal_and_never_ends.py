# outcome: failed, hung-outside-control
# says: main never came back from a loop

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except OSError:
        pass
while True:
    pass
