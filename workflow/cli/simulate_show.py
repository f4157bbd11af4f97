"""What a simulation came to, as tables and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from workflow.cli import output
from workflow.workbench.forecast.answer import Days, Figures, Kept, Report, Waited
from workflow.workbench.forecast.simulating import Simulated
from workflow.workbench.forecast.summary import summary

LISTED = 40
"""More rows than this aren't shown; ``--json`` has them all."""

_DAYS = ("Antal", "Medel", "Median", "Nio av tio", "Längst")
_FIGURES: Mapping[str, str] = {
    "came_in": "Ärenden som kom in",
    "closed": "Avslutade",
    "open_at_end": "Öppna vid slutet",
    "median_days": "Dagar från början till slut, median",
    "missed": "Missade frister",
    "full": "Fulla sammanträden",
    "pushed": "Fick vänta till nästa sammanträde",
    "escalations": "Eskaleringar",
}


def plain(found: Simulated, out: Path | None) -> dict[str, object]:
    """Everything, for programs."""
    shown: dict[str, object] = output.plain(found.report)
    figures = found.report.key_figures()
    return shown | {
        "missed": figures.missed,
        "full": figures.full,
        "runs": output.plain(found.runs),
        "picture": out,
    }


def show(found: Simulated, out: Path | None) -> None:
    """Everything, on standard output."""
    report = found.report
    output.say(f"{report.label}, {report.first} till {report.last}", *summary(report))
    output.say(*(f"Obs: {sentence}" for sentence in report.warnings))
    _waits(report)
    _deadlines(report)
    _meetings(report)
    _end(report)
    if len(found.runs) > 1:
        _runs(found.runs)
    output.say("", "Antaget", *(f"- {sentence}" for sentence in report.assumed))
    if out is not None:
        output.say("", f"Bilden: {out}")


def _waits(report: Report) -> None:
    output.section(
        "Var ärendena väntar (dagar)",
        ["Läge", "Organ", *_DAYS, "Kvar"],
        (
            (f"{one.label} ({one.state})", one.body, *_days(one.days), one.still)
            for one in report.states
            if _is_wait(one)
        ),
    )
    output.section(
        "Ärendetyper (dagar från början till slut)",
        ["Ärendetyp", "Kom in", "Avslutade", "Öppna", *_DAYS[1:]],
        (
            (
                f"{one.label} ({one.matter_type})",
                one.came_in,
                one.closed,
                one.open,
                *tuple(_days(one.days))[1:],
            )
            for one in report.types
        ),
    )
    longest = sorted(filter(_is_wait, report.waits), key=_time_spent)
    output.section(
        "Väntan efter ärendetyp (dagar), mest tid först",
        ["Ärendetyp", "Läge", "Organ", *_DAYS, "Kvar"],
        (
            (one.type_label, one.label, one.body, *_days(one.days), one.still)
            for one in longest[:LISTED]
        ),
    )
    if len(longest) > LISTED:
        output.say(f"{len(longest) - LISTED} rader till finns med --json.")


def _is_wait(one: Waited) -> bool:
    """Not a state that every matter leaves the day that it came."""
    return one.still > 0 or (one.days is not None and one.days.longest > 0)


def _time_spent(one: Waited) -> float:
    return -(one.days.mean * one.days.number) if one.days else 0


def _days(days: Days | None) -> Iterator[object]:
    if days is None:
        yield from (0, "", "", "", "")
    else:
        yield from (days.number, f"{days.mean:.0f}", f"{days.median:.0f}", days.p90, days.longest)


def _deadlines(report: Report) -> None:
    missed = sorted((one for one in report.deadlines if one.missed), key=_share_missed)
    output.section(
        "Frister som missas",
        [
            "Ärendetyp",
            "Frist",
            "Löpte",
            "Klarade",
            "Missade",
            "Löper än",
            "Dagar för sent som mest",
        ],
        (
            (one.type_label, one.label, one.run, one.met, one.missed, one.running, one.worst)
            for one in missed
        ),
    )
    kept = [one for one in report.deadlines if not one.missed]
    run = sum(one.run for one in kept)
    told = report.told
    output.say(
        "",
        f"Frister som aldrig missades: {len(kept)}; de löpte {run} gånger.",
        f"Motorn påminde {told.reminded} gånger ({told.reminders} mejl), sände {told.escalations}"
        f" eskaleringar och varnade {told.at_risk} gånger för frister som inte går att klara.",
    )


def _share_missed(one: Kept) -> tuple[float, str]:
    return -one.missed / one.run, one.type_label


def _meetings(report: Report) -> None:
    output.section(
        "Sammanträden",
        [
            "Organ",
            "Sammanträden",
            "Platser",
            "Ärenden",
            "Fulla",
            "Fick vänta till nästa",
            "Som mest",
            "Väntar vid slutet",
        ],
        (
            (
                f"{one.name} ({one.body})",
                one.meetings,
                one.places,
                one.items,
                one.full,
                one.pushed,
                one.most_pushed,
                one.waiting,
            )
            for one in report.meetings
        ),
    )


def _end(report: Report) -> None:
    output.section(
        f"Var de öppna ärendena är {report.last}",
        ["Plats", "Ärenden"],
        ((one.label, one.matters) for one in report.standing),
    )
    output.section(
        "Vad motorn nekade den simulerade handläggningen",
        ["Ärendetyp", "Skäl", "Gånger"],
        report.refusals,
    )


def _runs(runs: Sequence[Figures]) -> None:
    output.section(
        f"{len(runs)} körningar, frö {runs[0].seed} till {runs[-1].seed}",
        ["", "Minst", "Median", "Mest"],
        ((label, *_spread(getattr(one, key) for one in runs)) for key, label in _FIGURES.items()),
    )


def _spread(values: Iterable[float | None]) -> Iterator[str]:
    known = [value for value in values if value is not None]
    if not known:
        yield from ("", "", "")
        return
    yield from (f"{value:.0f}" for value in (min(known), median(known), max(known)))
