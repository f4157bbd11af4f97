"""The engine for matters that travel between public bodies."""
