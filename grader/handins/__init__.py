"""A class's folder -> hand-ins -> the file for each exercise -> a submission, read with care."""
