# outcome: failed, wrong-value
# says: Two were to be counted
# with: ticket

def other():
    for frame in sys._current_frames().values():
        look_at_frame(frame)


thread = threading.Thread(target=other)
thread.start()
thread.join()
