"""What a chart holds: every state and every transition, in the lanes of the route."""

from collections.abc import Mapping

from made_up_types import made_up

from workflow.definition.schema import NEW, PHASES, MatterType
from workflow.workbench.diagram.chart import LANE_LABELS, chart


def test_every_state_is_in_the_lane_of_its_phase(every: Mapping[str, MatterType]) -> None:
    """Lanes follow the way, states the definition; what opens new points comes last."""
    for definition in every.values():
        found = chart(definition)
        phases = [lane.phase for lane in found.lanes]
        assert phases == [phase for phase in (*PHASES, NEW) if phase in phases]
        placed = [key for lane in found.lanes for key in lane.nodes]
        assert [node.key for node in found.nodes] == placed
        assert sorted(key for key in placed if key != NEW) == sorted(definition.states)
        for lane in found.lanes:
            assert lane.label == LANE_LABELS[lane.phase]
            if lane.phase != NEW:
                inside = [k for k, state in definition.states.items() if state.phase == lane.phase]
                assert list(lane.nodes) == inside


def test_every_transition_is_on_an_edge(every: Mapping[str, MatterType]) -> None:
    """Each event from each state, with its guard, and nothing else; one edge between two states."""
    for definition in every.values():
        written = {
            (source, source if rule.to == "same" else rule.to, event, rule.guard, rule.automatic)
            for rule in definition.transitions
            for source in rule.from_
            for event in rule.event
        }
        found = chart(definition)
        drawn = {
            (edge.source, edge.target, cause.event, cause.guard, edge.automatic)
            for edge in found.edges
            for cause in edge.causes
        }
        assert drawn == written
        ends = [(edge.source, edge.target, edge.automatic) for edge in found.edges]
        assert len(ends) == len(set(ends))


def test_deadlines_stand_on_the_states_that_they_run_in(shipped: Mapping[str, MatterType]) -> None:
    """Those named under during; else all that are neither final nor where it counts as met."""
    nodes = {node.key: node for node in chart(shipped["motion"]).nodes}
    having = {
        key: [state for state, node in nodes.items() if key in {one.key for one in node.limits}]
        for key in shipped["motion"].deadlines
    }
    assert having["opinion"] == ["with_committee"]
    assert having["dispatch"] == ["dispatching"]
    assert "at_KF" in having["one_year"]
    assert not {"decided", "dispatching", "closed"} & set(having["one_year"])
    said = {one.key: one.when for node in nodes.values() for one in node.limits}
    assert said["one_year"] == "KL 5:35"
    assert said["opinion"] == "6 månader"
    assert said["yearly_report"] == "återkommer"


def test_a_deadline_by_a_field_is_named_by_it(shipped: Mapping[str, MatterType]) -> None:
    """A day set by somebody else is called what the field is called; an unknown field by its name."""
    nodes = chart(shipped["referral_response"]).nodes
    definition = shipped["referral_response"]
    by_field = {k: spec for k, spec in definition.deadlines.items() if spec.day}
    assert by_field
    said = {limit.key: limit.when for node in nodes for limit in node.limits}
    for key, spec in by_field.items():
        assert said[key] == definition.fields[str(spec.day).removeprefix("fields.")].label
    key = next(iter(by_field))
    bare = definition.model_copy(update={"fields": {}})
    said = {limit.key: limit.when for node in chart(bare).nodes for limit in node.limits}
    assert said[key] == str(by_field[key].day).removeprefix("fields.")


def test_who_does_an_event_and_what_it_takes(shipped: Mapping[str, MatterType]) -> None:
    """Guards, fields, bodies, deadlines and the answers of others come with the event."""
    found = chart(shipped["motion"])
    assert all(
        cause.done_by == ("KF:s beslut inom ett år",)
        for edge in found.edges
        for cause in edge.causes
        if cause.event == "one_year_passed"
    )
    edges = {(edge.source, edge.target): edge for edge in found.edges}
    closing = edges["dispatching", "closed"]
    assert (closing.automatic, closing.guarded, closing.labels) == (
        True,
        True,
        ("Allt är expedierat",),
    )
    assert edges["at_KS", "at_KF"].decided_by == ("KF",)
    assert not edges["moved", "preparation"].guarded
    joined = chart(shipped["collaboration_agreement"])
    assert any(edge.timed and edge.source != edge.target for edge in joined.edges)
    assert any(node.starts for node in joined.nodes)


def test_what_opens_new_points_is_drawn(shipped: Mapping[str, MatterType]) -> None:
    """``from: new`` has a place of its own, in the last lane; types without it have no such lane."""
    found = chart(shipped["policy_document"])
    assert found.lanes[-1].nodes == (NEW,)
    assert {edge.target for edge in found.edges if edge.source == NEW} == {
        "preparation",
        "dispatching",
    }
    assert chart(shipped["motion"]).lanes[-1].phase == "end"


def test_the_main_way_goes_through_most_lanes_to_the_first_end(
    shipped: Mapping[str, MatterType],
) -> None:
    """A motion's is the one that the handbook tells; without a way to an end there is none."""
    assert chart(shipped["motion"]).main == (
        "moved", "preparation", "at_AU", "at_KS", "at_KF", "decided", "dispatching", "closed",
    )  # fmt: skip
    assert chart(made_up(["a", "b"], [(0, 0, [0])], ["e"])).main == ()


def test_an_end_without_a_phase_is_an_end(shipped: Mapping[str, MatterType]) -> None:
    """Nothing is prepared in a final state, also where the definition says no part of the way."""
    definition = made_up(["a", "b"], [(0, 1, [0])], ["e"])
    states = {
        key: state.model_copy(update={"phase": "preparation"})
        for key, state in definition.states.items()
    }
    found = chart(definition.model_copy(update={"states": states}))
    assert [(lane.phase, lane.nodes) for lane in found.lanes] == [
        ("preparation", ("s0",)),
        ("end", ("s1",)),
    ]
