"""Prints the documents of meetings as PDF, HTML and plain text, by the office's templates."""
