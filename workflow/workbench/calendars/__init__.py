"""Calendar files (RFC 5545): read whole, understood event by event, and turned into a meeting schedule."""

from workflow.workbench.calendars.comparing import Disagreement, disagreements
from workflow.workbench.calendars.event import CalendarEvent, Problem
from workflow.workbench.calendars.meaning import Bodies, Meaning, Understood, understand
from workflow.workbench.calendars.reading import CalendarFile, read_calendar
from workflow.workbench.calendars.timetable import Timetable, timetable
from workflow.workbench.calendars.writing import Merged, fragment, merged

__all__ = [
    "Bodies",
    "CalendarEvent",
    "CalendarFile",
    "Disagreement",
    "Meaning",
    "Merged",
    "Problem",
    "Timetable",
    "Understood",
    "disagreements",
    "fragment",
    "merged",
    "read_calendar",
    "timetable",
    "understand",
]
