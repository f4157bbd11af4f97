"""Routes merged into types by the rules of docs/decisions/0002-routes.md."""

from collections.abc import Callable

from written_office import SMALL, Office

from workflow.definition.schema import MatterType
from workflow.errors import Finding

WAY = """\
route: way
label: Vägen
parameters:
  outcomes: {label: Utfall, default: [approves]}
decided_by: [KS]
fields:
  reason: {type: text, label: Skäl}
initial: begun
states:
  begun: {label: Påbörjat, owner: officer, entry: true}
  at_KS: {label: Hos styrelsen, phase: KS, body: KS}
  at_KF: {label: Hos fullmäktige, phase: KF, body: KF}
  done: {label: Avslutat, final: true}
  dropped: {label: Nedlagt, final: true}
events:
  sent: {label: Till styrelsen}
  proposes: {label: Föreslås, form: proposes}
  approves: {label: Godkänns, form: decides}
  adopts: {label: Antas, form: decides}
  tables: {label: Bordläggs, form: tables}
  late: {label: För sent}
transitions:
  - {event: sent, from: begun, to: at_KS}
  - {event: proposes, from: at_KS, to: at_KF, decided_by: KF}
  - {event: [$outcomes, tables], from: at_KS, to: done, decided_by: KS, guard: "!point.minority_used"}
  - {event: $outcomes, from: at_KF, to: done}
  - {event: tables, from: [at_KS, at_KF], to: same}
  - {event: late, from: at_KF, to: dropped}
deadlines:
  soon: {label: Snart, hard: true, after: P1M, counts_from: entered, during: [at_KS, at_KF], until: [done, dropped]}
  council: {label: I fullmäktige, after: P1M, counts_from: entered, during: [at_KF], on_expiry: {event: late}}
  whole: {label: Allt, hard: true, after: P1Y, counts_from: registered}
children:
  others:
    label: Andra
    on: at_KF
    each: fields.reason
    matter_type: small
    accepts: [approves]
    then: late
    otherwise: late
dispatch: {template: decision}
"""
PLAIN = "matter_type: plain\nlabel: Enkelt\nuses: way\n"


def composed(office: Office, plain: str = PLAIN, way: str = WAY) -> MatterType:
    """The type that the files give together, in which nothing is wrong."""
    loaded = written(office, plain, way)
    assert loaded.findings == ()
    return loaded.types["plain"].definition


def written(office: Office, plain: str, way: str = WAY):  # noqa: ANN201  # Loaded, as the fixture's
    """Load with these two files."""
    office.write("routes/way.yaml", way)
    office.write("matters/plain.yaml", plain)
    return office.load()


def lines(definition: MatterType) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """(events, states, target) of every transition."""
    return [(each.event, each.from_, each.to) for each in definition.transitions]


def test_a_type_is_its_route_without_what_it_cant_reach(office: Office) -> None:
    """States beyond ``decided_by`` go, with transitions, deadlines, children, events that hang on them."""
    definition = composed(office)
    assert definition.decided_by == ("KS",)
    assert list(definition.states) == ["begun", "at_KS", "done"]
    assert lines(definition) == [
        (("sent",), ("begun",), "at_KS"),
        (("approves", "tables"), ("at_KS",), "done"),
        (("tables",), ("at_KS",), "same"),
    ]
    assert list(definition.events) == ["sent", "approves", "tables"]
    assert list(definition.deadlines) == ["soon", "whole"]
    assert definition.deadlines["soon"].during == ("at_KS",)
    assert definition.deadlines["soon"].until == ("done",)
    assert definition.children == {}


def test_a_state_in_which_points_are_opened_is_reached(office: Office) -> None:
    """What an event of the route opens stays, with the way on; a type may replace it for itself."""
    way = (
        WAY.replace("each: fields.reason", "each: fields.parties")
        .replace("fields:\n", "fields:\n  parties: {type: list, label: Parter}\n")
        .replace("  late: {", "  again: {label: På nytt}\n  late: {")
        .replace("transitions:\n", "transitions:\n  - {event: again, from: new, to: at_KF}\n")
    )
    plain = PLAIN + "requires_preparation: false\n"
    assert list(composed(office, plain, way).states) == [
        "begun",
        "at_KS",
        "at_KF",
        "done",
        "dropped",
    ]
    own = "transitions:\n  - {event: again, from: new, to: begun}\n"
    definition = composed(office, PLAIN + own, way)
    assert list(definition.states) == ["begun", "at_KS", "done"]
    assert [each.to for each in definition.transitions if "new" in each.from_] == ["begun"]


def test_decided_by_of_the_type_opens_the_way(office: Office) -> None:
    """A type that the council decides keeps the council's state and loses the board's own decision."""
    way = WAY.replace("each: fields.reason", "each: fields.parties").replace(
        "fields:\n", "fields:\n  parties: {type: list, label: Parter}\n"
    )
    definition = composed(office, PLAIN + "decided_by: KF\n", way)
    assert list(definition.states) == ["begun", "at_KS", "at_KF", "done", "dropped"]
    assert (("approves",), ("at_KF",), "done") in lines(definition)
    assert (("approves", "tables"), ("at_KS",), "done") not in lines(definition)
    assert list(definition.children) == ["others"]


def test_parameters_are_filled_from_with(office: Office) -> None:
    """Words replace the parameter where it stands, each once; without ``with`` the default does."""
    definition = composed(office, PLAIN + "with: {outcomes: [adopts, approves, tables]}\n")
    assert definition.transitions[1].event == ("adopts", "approves", "tables")
    assert composed(office, PLAIN + "with: {outcomes: adopts}\n").transitions[1].event == (
        "adopts",
        "tables",
    )


def test_a_parameter_without_words_leaves_the_transition_out(office: Office) -> None:
    """A transition whose only event is an empty parameter is no transition."""
    way = WAY.replace(
        "  - {event: late", "  - {event: $outcomes, from: begun, to: done}\n  - {event: late"
    )
    definition = composed(office, PLAIN + "with: {outcomes: []}\n", way)
    assert len(definition.transitions) == 3
    assert lines(definition)[1] == (("tables",), ("at_KS",), "done")


def test_what_the_type_writes_under_a_key_replaces_the_routes(office: Office) -> None:
    """The whole value is replaced; states keep the route's order."""
    definition = composed(
        office,
        PLAIN
        + "states:\n  at_KS: {label: Vår styrelse, body: KS}\nfields:\n"
        + "  reason: {type: list, label: Skälen}\ndispatch: {on_doubt: resend}\n",
    )
    assert list(definition.states) == ["begun", "at_KS", "done"]
    assert definition.states["at_KS"].label == "Vår styrelse"
    assert definition.states["at_KS"].phase == "preparation"
    assert definition.fields["reason"].type == "list"
    assert definition.dispatch.on_doubt == "resend"


def test_the_types_own_states_come_before_the_first_final_one(office: Office) -> None:
    """New states stand last but before the end."""
    definition = composed(
        office,
        PLAIN
        + "initial: moved\nstates:\n  moved: {label: Väckt, owner: officer}\n"
        + "  ended: {label: Slut, final: true}\n"
        + "events: {goes: {label: Går}}\ntransitions:\n"
        + "  - {event: goes, from: moved, to: begun}\n  - {event: goes, from: begun, to: ended}\n",
    )
    assert list(definition.states) == ["begun", "at_KS", "moved", "ended", "done"]
    assert definition.initial == "moved"


def test_an_unguarded_transition_of_the_type_replaces_the_routes(office: Office) -> None:
    """Only for the same event and state; the rest of the route's line stays, split where it must."""
    definition = composed(
        office,
        PLAIN
        + "decided_by: [KS, KF]\nfields: {reason: {type: list, label: Skäl}}\ntransitions:\n"
        + "  - {event: [tables, approves], from: at_KS, to: begun}\n",
        WAY.replace(
            "  - {event: tables, from: [at_KS, at_KF], to: same}\n",
            "  - {event: [tables, adopts], from: [at_KS, at_KF], to: same}\n",
        ),
    )
    assert lines(definition) == [
        (("tables", "approves"), ("at_KS",), "begun"),
        (("sent",), ("begun",), "at_KS"),
        (("proposes",), ("at_KS",), "at_KF"),
        (("approves",), ("at_KF",), "done"),
        (("tables",), ("at_KF",), "same"),
        (("adopts",), ("at_KS", "at_KF"), "same"),
        (("late",), ("at_KF",), "dropped"),
    ]


def test_a_guarded_transition_of_the_type_goes_before_the_routes(office: Office) -> None:
    """With a guard both stay, the type's first."""
    definition = composed(
        office,
        PLAIN + 'transitions:\n  - {event: sent, from: begun, to: at_KS, guard: "known.reason"}\n',
    )
    assert lines(definition)[:2] == [(("sent",), ("begun",), "at_KS")] * 2
    assert definition.transitions[0].guard == "known.reason"


def test_routes_may_use_routes(office: Office) -> None:
    """A route fills or passes on the parameters of those under it; one used twice counts once."""
    base = (
        "route: base\nlabel: Grunden\nparameters: {who: {label: Vem, default: [officer]}}\n"
        "events: {ends: {label: Slutar}}\n"
        "transitions: [{event: ends, from: begun, to: over, roles: [$who]}]\n"
        "states: {over: {label: Över, final: true}}\n"
    )
    begin = (
        "route: begin\nlabel: Början\nuses: base\ninitial: begun\n"
        "states: {begun: {label: Påbörjat, owner: officer}}\n"
    )
    office.write("routes/base.yaml", base)
    office.write("routes/begin.yaml", begin)
    office.write("routes/both.yaml", "route: both\nlabel: Båda\nuses: [begin, base]\n")
    open_type = "matter_type: plain\nlabel: Enkelt\nuses: both\nwith: {who: [secretary]}\n"
    definition = composed(office, open_type)
    assert [each.roles for each in definition.transitions] == [("secretary",)]
    assert list(definition.states) == ["begun", "over"]
    office.write(
        "routes/both.yaml",
        "route: both\nlabel: Båda\nuses: [begin, base]\nwith: {who: [secretary, officer]}\n",
    )
    definition = composed(office, "matter_type: plain\nlabel: Enkelt\nuses: both\n")
    assert definition.transitions[0].roles == ("secretary", "officer")


def test_days_as_defaults_are_kept_as_text(office: Office) -> None:
    """A bare day as default of a field is its ISO text afterwards."""
    fields = "fields:\n  on: {type: date, label: Dag, default: 2025-03-11}\n"
    fields += "  also: {type: date, label: Dag, default: '2025-03-12'}\n"
    definition = composed(office, PLAIN + fields)
    assert definition.fields["on"].default == "2025-03-11"
    assert definition.fields["also"].default == "2025-03-12"


def test_the_register_is_taken_over(office: Office) -> None:
    """``register`` of the type, or of its route, becomes the register code."""
    assert composed(office, PLAIN, WAY + "register: KS\n").register_code == "KS"
    assert (
        composed(office, PLAIN + "register: DNR\n", WAY + "register: KS\n").register_code == "DNR"
    )


def only(findings: tuple[Finding, ...], rule: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = (each for each in findings if each.rule == rule)
    return finding


def test_unknown_routes_are_named_with_the_nearest(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """A misspelt route is found where it is used, and the type can't be used."""
    loaded = written(office, PLAIN.replace("uses: way", "uses: [wya]"))
    finding = only(loaded.findings, "AG-D010")
    assert line_of(finding) == "wya]"
    assert "”way”" in finding.fix
    assert "plain" not in loaded.types


def test_routes_in_a_circle_are_found(office: Office) -> None:
    """Each route of a circle says so, and types that use one can't be used."""
    office.write("routes/one.yaml", "route: one\nlabel: En\nuses: two\n")
    office.write("routes/two.yaml", "route: two\nlabel: Två\nuses: one\n")
    loaded = written(office, PLAIN.replace("way", "one"))
    circles = [each for each in loaded.findings if "sig själv" in each.sentence]
    assert {each.way for each in circles} == {("one", "two", "one"), ("two", "one", "two")}
    assert any("går inte att använda" in each.sentence for each in loaded.findings)
    assert "plain" not in loaded.types


def test_very_long_rows_of_routes_are_refused(office: Office) -> None:
    """Routes in a row of hundreds are a finding and no exhausted stack."""
    for number in range(600):
        office.write(
            f"routes/r{number}.yaml", f"route: r{number}\nlabel: Väg\nuses: r{number + 1}\n"
        )
    office.write("routes/r600.yaml", "route: r600\nlabel: Väg\n")
    loaded = written(office, PLAIN.replace("way", "r0"))
    assert any("20 led" in each.sentence for each in loaded.findings)


def test_a_broken_route_breaks_its_types_and_no_others(office: Office) -> None:
    """The route's error is found in its file; its types say whose fault it is; others are loaded."""
    loaded = written(office, PLAIN, WAY.replace("label: Vägen", "label: [Vägen]"))
    assert {each.rule for each in loaded.findings} == {"AG-D005", "AG-D010"}
    assert list(loaded.types) == ["small"]


def test_parameters_that_nobody_knows_are_found(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """Under ``with`` as well as in a transition, with the nearest known one."""
    loaded = written(office, PLAIN + "with: {outcoms: [adopts]}\n")
    finding = only(loaded.findings, "AG-D011")
    assert line_of(finding).startswith("outcoms")
    assert "”outcomes”" in finding.fix
    loaded = written(office, PLAIN, WAY.replace("[$outcomes, tables]", "[$outcome, tables]"))
    finding = only(loaded.findings, "AG-D011")
    assert line_of(finding).startswith("$outcome,")


def test_a_parameter_without_default_must_be_given(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """The type that doesn't fill it in is told so where it uses the route."""
    way = WAY.replace(", default: [approves]", "")
    finding = only(written(office, PLAIN, way).findings, "AG-D011")
    assert line_of(finding) == "uses: way"
    assert composed(office, PLAIN + "with: {outcomes: [adopts]}\n", way)


def test_an_empty_role_parameter_opens_nothing(office: Office) -> None:
    """A line that was for some roles never becomes one for all."""
    way = WAY.replace(
        "default: [approves]}", "default: [approves]}\n  who: {label: Vem, default: []}"
    )
    way = way.replace("from: begun, to: at_KS}", "from: begun, to: at_KS, roles: [$who]}")
    finding = only(written(office, PLAIN, way).findings, "AG-D011")
    assert "alla" in finding.sentence
    assert composed(office, PLAIN + "with: {who: [officer]}\n", way).transitions[0].roles == (
        "officer",
    )


def test_the_types_own_lines_on_pruned_states_are_found(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """What the type itself hangs on a state that isn't reached is an error with that reason."""
    loaded = written(office, PLAIN + "transitions: [{event: tables, from: at_KF, to: same}]\n")
    finding = only(loaded.findings, "AG-D014")
    assert line_of(finding).startswith("at_KF")
    assert "kan inte nås" in finding.sentence


def test_the_types_own_unreachable_states_stay_and_are_found(office: Office) -> None:
    """A state that the type writes is never left out, nor what it leads to."""
    loaded = written(
        office,
        PLAIN
        + "states: {alone: {label: Ensam, owner: officer}}\n"
        + "transitions: [{event: sent, from: alone, to: dropped}]\n",
    )
    assert [each.rule for each in loaded.findings] == ["AG-D016", "AG-D016"]
    assert {"alone", "dropped"} == {each.sentence.split("”")[1] for each in loaded.findings}


def test_errors_point_into_the_file_where_the_line_is_written(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """A guard of the route is found in the route's file, a parameter's word in the type's."""
    loaded = written(office, PLAIN, WAY.replace("!point.minority_used", "point.minority"))
    finding = only(loaded.findings, "AG-D022")
    assert finding.path.endswith("routes/way.yaml")
    assert line_of(finding).startswith(".minority")
    loaded = written(office, PLAIN + "with: {outcomes: [adpots]}\n")
    finding = only(loaded.findings, "AG-D015")
    assert finding.path.endswith("matters/plain.yaml")
    assert line_of(finding) == "adpots]}"


def test_no_route_needs_to_be_used(office: Office) -> None:
    """A type that writes everything itself is composed as it stands."""
    office.write("matters/small.yaml", SMALL)
    assert list(office.load().types["small"].definition.states) == ["begun", "at_KS", "closed"]
