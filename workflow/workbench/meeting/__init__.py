"""A whole meeting as a file: read, and made into the commands of the meeting."""
