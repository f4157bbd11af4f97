"""Trying things out: the demo's simulated office, which works through the same doors as everyone else."""
