"""Pages: one self-contained file each, made of frozen reports and nothing else."""
