"""What a file of histories spans."""

from datetime import date

from deadline_city import history, step

from workflow.workbench.replay.read import Read
from workflow.workbench.replay.survey import survey


def test_survey() -> None:
    """Meetings of any history, those with minutes apart; ”before a day” is no meeting."""
    missing = [
        {"body": "KF", "date": "2024-05-02", "what": "tabled"},
        {"body": "KS", "date": "before 2024-05-02", "what": "proposal_to_council_not_stored"},
    ]
    one = history(step("KF", "2024-06-06", "rejects"), missing_steps=missing)
    two = history(step("KS", "2024-06-05", "proposes"))
    found = survey([Read(1, one), Read(2, None), Read(3, two)])
    minutes = {("KF", date(2024, 6, 6)), ("KS", date(2024, 6, 5))}
    assert found.matters == 2
    assert found.minutes == minutes
    assert found.meetings == minutes | {("KF", date(2024, 5, 2))}
    assert found.until == date(2024, 6, 6)


def test_nothing() -> None:
    """A source that nothing of can be played has no last day."""
    assert survey([Read(1, None)]).until is None
