"""Words of an error, made fit to be kept: an error must never hinder that it is written down."""

_LONGEST = 2_000


def plain(words: object) -> str:
    """At most 2,000 characters; a space for each that no database or screen can hold."""
    text = str(words)[:_LONGEST]
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
