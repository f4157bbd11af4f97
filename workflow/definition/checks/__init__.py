"""What is checked beyond form: that a definition can be run, and run to an end."""

from workflow.definition.checks.automatic import check_automatic
from workflow.definition.checks.children import check_children
from workflow.definition.checks.deadlines import check_deadlines
from workflow.definition.checks.engine import check_engine
from workflow.definition.checks.events import check_events
from workflow.definition.checks.fields import check_fields
from workflow.definition.checks.guard_values import check_guard_values
from workflow.definition.checks.guards import check_guards
from workflow.definition.checks.invariants import check_invariants
from workflow.definition.checks.labels import check_labels
from workflow.definition.checks.law import check_law
from workflow.definition.checks.names import check_names
from workflow.definition.checks.offspring import check_offspring
from workflow.definition.checks.organisations import check_organisation
from workflow.definition.checks.states import check_states
from workflow.definition.checks.stuck import check_stuck
from workflow.definition.checks.subject import Context, Subject
from workflow.definition.checks.told import check_told
from workflow.definition.checks.unset import check_unset
from workflow.definition.checks.unused import check_unused
from workflow.definition.checks.vocabularies import World, merged
from workflow.definition.checks.ways import check_ways

__all__ = ["Context", "Subject", "World", "check", "check_organisation", "merged"]


def check(subject: Subject) -> None:
    """Every check of one composed definition."""
    for part in (
        check_states,
        check_events,
        check_guards,
        check_fields,
        check_deadlines,
        check_children,
        check_names,
        check_labels,
        check_law,
        # what rests on the conditions that check_guards found usable
        check_guard_values,
        check_ways,
        check_stuck,
        check_unset,
        check_told,
        check_engine,
        check_automatic,
        check_offspring,
        check_unused,
        check_invariants,
    ):
        part(subject)
