"""A run in two sentences, for the picture and for those who read."""

from collections.abc import Iterator

from workflow.workbench.forecast.answer import Report


def summary(report: Report) -> Iterator[str]:
    """What came in and went out; what was full and what was missed."""
    days, figures = report.days, report.key_figures()
    through = (
        f", hälften inom {days.median:.0f} dagar och nio av tio inom {days.p90}" if days else ""
    )
    yield (
        f"{report.came_in} ärenden kom in och {report.closed} avslutades{through}."
        f" {report.open_at_start} låg inne vid början, {report.open_at_end} vid slutet."
    )
    meetings = sum(one.meetings for one in report.meetings)
    yield (
        f"{figures.full} av {meetings} sammanträden var fulla."
        f" {figures.missed} frister missades. Frö {report.seed}."
    )
