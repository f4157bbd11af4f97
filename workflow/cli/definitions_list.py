"""``definitions list``: what is written, what is live, and what running matters still stand on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import typer

from workflow.cli import output
from workflow.cli.office import Office, local_day
from workflow.cli.options import Json
from workflow.cli.root import office_of
from workflow.cli.versions import KINDS, SHORT
from workflow.command.definitions import versions
from workflow.command.publications import Publication
from workflow.definition.catalogue import load

_STATUS = {
    "draft": "utkast",
    "current": "gällande",
    "retired": "ur bruk",
    "superseded": "ersatt",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One version. ``since``, ``by``, ``reason``: of its last publication; a draft has none."""

    kind: str
    name: str
    status: str
    digest: str
    since: datetime | None = None
    by: str | None = None
    reason: str | None = None
    use_instead: str | None = None
    running: int = 0


def listing(context: typer.Context, *, json: Json = False) -> None:
    """Lista utkast, gällande versioner, och ersatta som pågående ärenden har kvar."""
    rows = list(_rows(office_of(context)))
    if json:
        output.as_json(rows)
        return
    output.table(
        "Definitioner",
        ["Slag", "Namn", "Version", "Läge", "Sedan", "Av", "Pågående", "Skäl"],
        (
            (
                KINDS[row.kind],
                row.name,
                row.digest[:SHORT],
                _STATUS[row.status],
                local_day(row.since) if row.since else None,
                row.by,
                row.running or None,
                _why(row),
            )
            for row in rows
        ),
    )


def _why(row: Row) -> str | None:
    return f"{row.reason} Använd {row.use_instead}." if row.use_instead else row.reason


def _rows(office: Office) -> Iterator[Row]:
    with office.uow() as uow:
        publications = uow.definitions.publications()
        running = Counter({one.definition: one.running for one in uow.matters.standing()})
    drafts = _drafts(office)
    by_key: dict[tuple[str, str], list[Publication]] = {}
    for one in publications:
        by_key.setdefault((one.kind, one.name), []).append(one)
    order = list(KINDS)
    for key in sorted({*by_key, *drafts}, key=lambda key: (order.index(key[0]), key[1])):
        rows = list(_published(by_key.get(key, []), running))
        known = {row.digest for row in rows if row.status in ("current", "retired")}
        yield from (row for row in rows if row.digest in known)
        if key in drafts and drafts[key] not in known:
            yield Row(*key, "draft", drafts[key])
        yield from (row for row in rows if row.digest not in known)


def _published(them: list[Publication], running: Mapping[str, int]) -> Iterator[Row]:
    """Each version once, as it was published last; superseded ones that nothing stands on too."""
    last = {one.digest: one for one in them}
    for one in reversed(last.values()):
        gone = one.retirement if one.superseded_at is None else None
        status = "superseded" if one.superseded_at else "retired" if gone else "current"
        yield Row(
            kind=one.kind,
            name=one.name,
            status=status,
            digest=one.digest,
            since=gone.at if gone else one.published_at,
            by=gone.by if gone else one.by,
            reason=gone.reason if gone else one.reason,
            use_instead=gone.use_instead if gone else None,
            running=running[one.digest],
        )


def _drafts(office: Office) -> dict[tuple[str, str], str]:
    """What can be used of the files of the settings, by kind and name."""
    return {one.key: one.digest for one in versions(load(office.settings.definitions))}
