"""Ids of what can be wrong with a scenario file; they never change their meaning."""

from collections.abc import Mapping
from enum import StrEnum

from workflow.definition.rulebook import About


class ScenarioRule(StrEnum):
    """What has the wrong form has the ids of definitions (``AG-D001`` to ``AG-D008``)."""

    TARGET = "AG-S001"  # which type or route the file is for
    NAME_TAKEN = "AG-S002"
    UNKNOWN_EVENT = "AG-S003"
    UNKNOWN_STATE = "AG-S004"
    UNKNOWN_FIELD = "AG-S005"
    UNKNOWN_DEADLINE = "AG-S006"
    UNKNOWN_ORGANISATION = "AG-S007"
    UNKNOWN_BODY = "AG-S008"
    UNKNOWN_ROLE = "AG-S009"
    UNKNOWN_PROPERTY = "AG-S010"
    UNKNOWN_WORD = "AG-S011"  # a $word, or a word under each or where
    STEP = "AG-S012"  # does several things at once, or half of one
    WAY = "AG-S013"  # no way to a state, or ways in a circle
    RUNS_NOWHERE = "AG-S014"
    LEAVES_OUT = "AG-S015"
    TOO_LONG = "AG-S016"  # years, timers, scenarios
    NOTHING_SEEN = "AG-S017"  # a scenario without expectations
    NO_SCENARIOS = "AG-S018"  # a type that has none


SCENARIOS: Mapping[ScenarioRule, About] = {
    ScenarioRule.TARGET: About("Det framgår inte vad scenarierna är för"),
    ScenarioRule.NAME_TAKEN: About("Två scenarier i filen har samma namn"),
    ScenarioRule.UNKNOWN_EVENT: About("Händelsen eller beslutet finns inte"),
    ScenarioRule.UNKNOWN_STATE: About("Läget finns inte"),
    ScenarioRule.UNKNOWN_FIELD: About("Fältet finns inte"),
    ScenarioRule.UNKNOWN_DEADLINE: About("Fristen finns inte"),
    ScenarioRule.UNKNOWN_ORGANISATION: About("Organisationen finns inte"),
    ScenarioRule.UNKNOWN_BODY: About("Organet finns inte"),
    ScenarioRule.UNKNOWN_ROLE: About("Rollen finns inte"),
    ScenarioRule.UNKNOWN_PROPERTY: About("Egenskapen finns inte"),
    ScenarioRule.UNKNOWN_WORD: About("Ett ord betyder ingenting"),
    ScenarioRule.STEP: About("Steget gör flera saker, eller bara en halv"),
    ScenarioRule.WAY: About("Ingen väg leder till läget"),
    ScenarioRule.RUNS_NOWHERE: About("Scenariot körs inte för någon ärendetyp"),
    ScenarioRule.LEAVES_OUT: About("Det som lämnas ut finns inte"),
    ScenarioRule.TOO_LONG: About("Scenariot är för långt"),
    ScenarioRule.NOTHING_SEEN: About("Scenariot säger inte vad som ska synas"),
    ScenarioRule.NO_SCENARIOS: About("Ärendetypen har inga scenarier"),
}
"""What there is to say of each; a page about it stands in ``docs/rules``."""
