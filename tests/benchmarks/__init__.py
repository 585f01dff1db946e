"""What the engine costs, as ratios measured in one run; see README.md."""
