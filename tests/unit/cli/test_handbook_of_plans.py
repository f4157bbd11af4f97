"""The handbook's page on planning a matter: every command in it works, and says what the page says."""

import re
import shlex

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs/handbok/planera-ett-arende.md").read_text("utf-8")
COMMANDS = tuple(
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
)


def test_every_command_of_the_page_works(desk: Desk) -> None:
    """One after the other, as a reader would type them; the days and the ways out are as the page tells them."""
    answers = [desk(*shlex.split(line)[1:]).stdout for line in COMMANDS]
    assert len(answers) == 6
    _, holds, late, later, council, every = answers
    for day in ("2025-03-11", "2025-02-25", "2025-02-04", "2025-01-28"):
        assert day in holds
        assert f"den {int(day[-2:])} " in PAGE
    assert "VARNING" not in holds
    assert "VARNING: planen håller inte." in late
    sections = re.findall(
        r"^\| (?:ordförandens|delegation|utan utskottet)[^|]*\| (KL \d kap. \d+ §)",
        PAGE,
        re.MULTILINE,
    )
    assert len(sections) == 3
    assert all(section in late for section in sections)
    assert "VARNING" not in later
    assert "Kommunfullmäktige" in council
    assert "KS-25/00001" in every
