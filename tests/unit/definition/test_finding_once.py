"""The collector of findings: each once, with the shortest way to it."""

from workflow.definition.findings import Findings, Place, Rule

PLACE = Place("a.yaml", 3, 5)


def _found(*ways: tuple[str, ...]) -> Findings:
    findings = Findings()
    for way in ways:
        findings.add(Rule.PREPARATION, PLACE, "Det går.", "Stäng vägen.", way=way)
    return findings


def test_the_same_finding_is_kept_once_with_its_shortest_way() -> None:
    """Several types may come upon the same line of a route by ways of different length."""
    ways = (("a", "b", "c"), ("a", "c"), (), ("a", "d", "c"))
    (kept,) = _found(*ways).sorted()
    assert kept.way == ("a", "c")


def test_a_way_is_kept_over_none() -> None:
    """Who came without a way doesn't hide one that was found later."""
    (kept,) = _found((), ("a", "c")).sorted()
    assert kept.way == ("a", "c")


def test_findings_of_others_are_taken_over_with_their_ways() -> None:
    """What is collected per file is collected again for all."""
    together = Findings()
    for part in (_found(("a", "b", "c")), _found(("a", "c"))):
        together.extend(part.sorted())
    assert [finding.way for finding in together.sorted()] == [("a", "c")]
    assert together.errors == 1
