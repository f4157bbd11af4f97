"""A year of meetings ahead of time: where matters wait, which deadlines are missed, which meetings are full."""
