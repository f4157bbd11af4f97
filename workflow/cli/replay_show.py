"""What a replay came to, as tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow.cli import output
from workflow.cli.replay_answer import Answer, Run
from workflow.workbench.replay.kept import COLUMNS, Column
from workflow.workbench.replay.last_day import FROM_THE_START, MARGIN
from workflow.workbench.replay.saving import Fate
from workflow.workbench.replay.strictness import Refused
from workflow.workbench.replay.totals import Counts, Refusal, TypeTotals
from workflow.workbench.replay.verdicts import Cause

LISTED = 40
"""More rows than this are counted instead, by what they have in common; ``--json`` has them all."""

_EXAMPLES = 3
_CAUSES: Mapping[Cause, str] = {
    "source": "källan",
    "law": "lagen",
    "definition": "definitionen",
}
_COLUMNS: Mapping[Column, str] = {
    "in_time": "I tid",
    "late": "För sent",
    "reported": "Anmälda",
    "forgotten": "Glömda",
    "likely_in_time": "Troligen i tid",
    "likely_late": "Troligen för sent",
    "likely_forgotten": "Troligen glömda",
    "likely_running": "Löper troligen",
    "running": "Löper",
    "no_meeting": "Inget sammanträde",
    "not_in_source": "Saknas i källan",
    "undated": "Utan dag",
    "untold": "Framgår inte",
}
_WHEN_RAISED = (
    "Där dagen saknas som ett ärende väcktes: säkert är det som gäller vilken dag det än var, från den"
    " 1 januari diarienumrets år till dess slut, dock senast det första kända steget i något ärende med samma"
    " eller högre nummer (nummer ges i följd, tidigast när ärendet väcks). Troligt är det som gäller med"
    f" {MARGIN.days} dagars marginal åt båda håll om numrets plats bland årets nummer visar ungefär när."
)
_WHAT: Mapping[str, str] = {
    "tabled": "bordläggning",
    "tabled_to_this_meeting": "bordlagt till mötet",
    "referred_back": "återremiss",
    "proposal_to_council_not_stored": "förslag till fullmäktige",
    "proposes": "förslag till nästa organ",
    "refers_back": "återremiss",
    "resumes": "tas upp på nytt",
}
_FATES: tuple[tuple[Fate, str], ...] = (
    ("saved", "sparade"),
    ("known", "fanns redan"),
    ("changed", "sparade förut ur en annan historik"),
    ("taken", "vars nummer är upptaget"),
    ("nothing", "som inte gick att registrera"),
)


def show(answer: Answer) -> None:
    """Everything that there is to say, on standard output."""
    if answer.run is not None:
        _show_run(answer.run)
    _show_sum(answer)


def _show_run(run: Run) -> None:
    output.section(
        "Ärendetyper",
        ["Ärendetyp", "Ärenden", "Hela", "Steg", "Godtagna", *_refused_by(), "Godtyckliga nekas"],
        (_of_type(one, run) for one in (*run.totals.types,)),
    )
    output.section(
        "Andel godtyckliga följder som nekas",
        [
            "Ärendetyp",
            "Godtyckliga",
            "Tre steg eller fler",
            "Enstaka steg",
            "Egna ord",
            "Nästan verkliga",
            "Kan få av alla ord",
        ],
        _strictness(run),
    )
    output.section(
        "Aldrig använt",
        ["Ärendetyp", "Slag", "Antal", "Vad"],
        (row for one in run.totals.types for row in _unused(one)),
    )
    output.say(
        "Av övergångarna nämns händelser som aldrig inträffade; från vilka lägen finns i --json."
    )
    _show_deadlines(run)
    output.section(
        "Steg som historikerna saknar",
        ["Ärendetyp", "Steg", "Varifrån", "Inlagt", "Antal"],
        (
            (
                one.matter_type,
                _WHAT.get(one.what, one.what),
                "historiken säger det" if one.declared else "antaget",
                "ja" if one.done else "nej",
                one.number,
            )
            for one in run.totals.supplied
        ),
    )
    _show_refusals(run)


def _refused_by() -> Iterator[str]:
    return (f"Nekade, {name}" for name in _CAUSES.values())


def _of_type(one: TypeTotals, run: Run) -> Sequence[object]:
    strict = run.strictness.get(one.matter_type)
    share = _share(strict.arbitrary.sequences) if strict else ""
    return (one.matter_type, *_counted(one.counts), share)


def _counted(counts: Counts) -> Sequence[object]:
    refused = (counts.refused[cause] for cause in _CAUSES)
    return (counts.matters, counts.whole, counts.steps, counts.accepted, *refused)


def _strictness(run: Run) -> Iterator[Sequence[object]]:
    for name, strict in run.strictness.items():
        arbitrary = strict.arbitrary
        yield (
            name,
            _share(arbitrary.sequences),
            _share(arbitrary.long),
            _share(arbitrary.steps),
            _share(strict.own_words.sequences),
            _share(strict.near_all),
            f"{100 * run.words[name]:.0f} %",
        )


def _share(refused: Refused) -> str:
    """``97 % av 60``."""
    if refused.share is None:
        return ""
    return f"{100 * refused.share:.0f} % av {refused.tried}"


def _unused(one: TypeTotals) -> Iterator[Sequence[object]]:
    """What no matter needed; of transitions only the events that never happened anywhere."""
    use = one.use
    happened = {edge.event for edge in use.transitions_used}
    never = dict.fromkeys(edge.event for edge in use.transitions_unused)
    events = [event for event in never if event not in happened]
    for kind, words, unused, used in (
        ("lägen", use.states_unused, use.states_unused, use.states_used),
        ("övergångar", events, use.transitions_unused, use.transitions_used),
        ("frister", use.deadlines_unused, use.deadlines_unused, use.deadlines_used),
    ):
        if unused:
            of = f"{len(unused)} av {len(unused) + len(used)}"
            yield one.matter_type, kind, of, ", ".join(words) or "bara i vissa lägen"


def _show_deadlines(run: Run) -> None:
    undated = [row for row in run.totals.deadlines if row.counts["undated"] == row.total]
    rows = [row for row in run.totals.deadlines if row not in undated]
    columns = [column for column in COLUMNS if any(row.counts[column] for row in rows)]
    output.section(
        "Frister i verklig tid",
        ["Frist", "Regel", "Ärendetyp", "År", "Antal", *(_COLUMNS[column] for column in columns)],
        (
            (
                row.deadline.label,
                row.deadline.rule,
                row.matter_type,
                row.year or "okänt",
                row.total,
                *(row.counts[column] for column in columns),
            )
            for row in rows
        ),
    )
    if undated:
        number = sum(row.total for row in undated)
        output.say(
            f"Dessutom gavs {number} uppdrag utan dag; efter ärendetyp och år finns de i --json."
        )
    if any(row.deadline.rule in FROM_THE_START for row in rows):
        output.say(_WHEN_RAISED)
    missed = [
        (
            one.dnr,
            one.matter_type,
            one.deadline,
            _COLUMNS[one.column].lower(),
            one.last_day,
            one.step,
        )
        for one, _ in zip(run.ledger.missed(), range(LISTED + 1), strict=False)
    ]
    if len(missed) > LISTED:
        output.say("", f"Fler än {LISTED} frister missades; --json räknar upp dem.")
        return
    output.section(
        "Missade frister",
        ["Diarienummer", "Ärendetyp", "Frist", "Hur", "Sista dag", "Steg"],
        missed,
    )


def _show_refusals(run: Run) -> None:
    refused = sum(run.totals.counts.refused.values())
    if refused <= LISTED:
        output.section(
            "Nekade steg",
            ["Diarienummer", "Steg", "Dag", "Organ", "Utfall", "Orsak", "Skäl", "Tillåtet"],
            (
                (
                    one.dnr,
                    one.step,
                    one.on,
                    one.body,
                    ", ".join(one.outcomes),
                    _CAUSES[one.cause],
                    one.reason,
                    ", ".join(one.possible),
                )
                for one in run.ledger.refusals()
            ),
        )
        return
    output.section(
        "Nekade steg efter skäl (alla finns i --json)",
        ["Antal", "Ärendetyp", "Orsak", "Skäl", "Till exempel"],
        _grouped(run.ledger.refusals()),
    )


def _grouped(refusals: Iterable[Refusal]) -> Iterator[Sequence[object]]:
    """Most frequent first, each with its first matters."""
    numbers = Counter[tuple[str, Cause, str]]()
    examples: dict[tuple[str, Cause, str], list[str]] = {}
    for one in refusals:
        key = (one.matter_type, one.cause, one.reason)
        numbers[key] += 1
        named = examples.setdefault(key, [])
        if len(named) < _EXAMPLES:
            named.append(f"{one.dnr} steg {one.step}")
    for key, number in numbers.most_common():
        matter_type, cause, reason = key
        yield number, matter_type, _CAUSES[cause], reason, ", ".join(examples[key])


def _show_sum(answer: Answer) -> None:
    survey, run = answer.survey, answer.run
    faults = f"{output.count(survey.errors, 'fel', 'fel')} i filen, {output.count(survey.warnings, 'varning', 'varningar')}"
    output.say("")
    if run is None:
        output.say(
            f"{survey.matters.total()} ärenden med {survey.steps} steg går att köra; {faults}."
        )
        return
    counts = run.totals.counts
    refused = ", ".join(f"{counts.refused[cause]} för {name}" for cause, name in _CAUSES.items())
    output.say(
        f"{counts.matters} ärenden, {counts.steps} steg: {counts.accepted} godtagna,"
        f" {sum(counts.refused.values())} nekade ({refused}); {faults}."
    )
    if run.keeper is not None:
        fates = (
            f"{run.keeper.fates[fate]} {words}" for fate, words in _FATES if run.keeper.fates[fate]
        )
        output.say(
            f"I databasen: {', '.join(fates)}. {run.keeper.matters} ärenden skrevs, med dem som de startade."
        )
