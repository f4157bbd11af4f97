"""Scenarios: what a matter type is to do, written as examples and played with a simulated calendar."""
