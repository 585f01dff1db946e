"""A picture of a run as inline SVG: what it shows, where, and in which words."""
