# outcome: failed, wrong-value
# says: Two were to be counted
# with: ticket


def profile(frame, event, arg):
    if frame.f_code.co_filename.endswith(("root.py", "zygote.py")):
        look(arg)
        look_at_frame(frame)


sys.setprofile(profile)
