"""The command line: a thin edge that parses, gives a command, and shows the answer."""
