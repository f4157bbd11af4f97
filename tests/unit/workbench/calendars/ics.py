"""Small calendars as tests write them."""

from pathlib import Path


def event(**keys: str) -> str:
    """An event; a key with parameters is written ``DTSTART__VALUE_DATE``."""
    lines = [f"{key.replace('__', ';').replace('_', '=')}:{value}" for key, value in keys.items()]
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    """A calendar of these events."""
    return "\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Prov//SV", *events, "END:VCALENDAR", ""]
    )


def written(folder: Path, *events: str) -> Path:
    """A file with a calendar of these events."""
    path = folder / "kalender.ics"
    path.write_text(calendar(*events), "utf-8")
    return path
