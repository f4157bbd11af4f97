"""Findings as SARIF 2.1.0, which editors and code review tools show beside the lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Changes are told in words, since what
mends a definition can't be worked out; the shortest path is a code flow.
"""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from workflow.cli.rule_pages import page_of
from workflow.definition.allowances import Allowance, Allowed
from workflow.definition.rulebook import RULEBOOK
from workflow.errors import Finding

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def log(findings: Iterable[Finding], allowed: Iterable[Allowed]) -> dict[str, Any]:
    """One run with every finding; those that a comment allows are suppressed in source."""
    results = [_result(finding) for finding in findings]
    results += [
        _result(each.finding) | {"suppressions": [_suppression(each.allowance)]} for each in allowed
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver()},
                "language": "sv-SE",
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _driver() -> dict[str, Any]:
    return {
        "name": "arendegang",
        "version": version("arendegang"),
        "language": "sv-SE",
        "rules": [
            {
                "id": rule.value,
                "name": rule.name,
                "shortDescription": {"text": f"{about.title}."},
                "help": {
                    "text": f"Läs mer: {page_of(rule.value)}",
                    "markdown": f"[{about.title}]({page_of(rule.value)})",
                },
                "defaultConfiguration": {"level": about.severity},
            }
            for rule, about in RULEBOOK.items()
        ],
    }


def _result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": f"{finding.sentence} {finding.fix}"},
        "locations": [
            {"physicalLocation": _place(finding.path, finding.line, finding.column)},
        ],
        "properties": {"sentence": finding.sentence, "fix": finding.fix},
    }
    if finding.way:
        steps = [
            {"location": {"logicalLocations": [{"name": name}], "message": {"text": name}}}
            for name in finding.way
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _place(path: str, line: int, column: int) -> dict[str, Any]:
    """A physical location; without a region where the place within the file isn't known."""
    pure = PurePath(path)
    uri = pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if line:
        place["region"] = {"startLine": line, "startColumn": column}
    return place


def _suppression(allowance: Allowance) -> dict[str, Any]:
    return {
        "kind": "inSource",
        "status": "accepted",
        "justification": allowance.reason,
        "location": {"physicalLocation": _place(allowance.path, allowance.line, allowance.column)},
    }
