"""One way to choose schedules in each module, behind ``strategy.Strategy``."""
