"""Whether the notice lets a decision become legally final: looked up in the transaction that decides."""

from collections.abc import Iterable

from workflow.command.ports import NoticeRow, Notices
from workflow.errors import CommandRefusedError
from workflow.model.commands import ConfirmLegalForce
from workflow.model.matter import Matter


def check_notice(notices: Notices, matter: Matter, command: ConfirmLegalForce) -> None:
    """Refuse what the board contradicts; what the matter itself says is for ``machine.legality``.

    Raises:
        CommandRefusedError: no notice, a board that hasn't carried it yet or lost it too early, or a day
            on which the decision could still be appealed.
    """
    decision = next((each for each in matter.decisions if each.key == command.decision), None)
    if decision is None or decision.adjusted_on is None or not decision.appealable:
        return
    found = notices.list(
        organisation=matter.organisation,
        body=decision.body,
        meeting_on=decision.decided_on,
        kind="adjustment",
    )
    rows = _latest(row for row in found if row.notice.adjusted_on == decision.adjusted_on)
    what = f"justeringen {decision.adjusted_on} av {decision.body} {decision.decided_on}"
    if not rows:
        raise CommandRefusedError(
            f"Inget anslag om {what} finns: tiden för överklagande har inte börjat (KL 8:12, 13:5).",
            hint="Anmäl att protokollet är justerat (arendegang notice announce).",
        )
    for row in rows:
        if row.down_early_on is not None:
            raise CommandRefusedError(
                f"Anslaget på {row.notice.board} togs ned för tidigt, {row.down_early_on}: tiden för "
                "överklagande har inte löpt ut (KL 13:5).",
                hint="Anslå på nytt (arendegang notice post-again); då räknas en ny tid.",
            )
        if row.notice.last_appeal_day is None:
            raise CommandRefusedError(
                f"Alla tavlor bär inte anslaget om {what} än: tiden räknas från den sista "
                "(KL 9:32, 13:5).",
                hint="Bekräfta tavlorna (arendegang notice confirm).",
            )
    last = max(row.notice.last_appeal_day for row in rows if row.notice.last_appeal_day)
    if command.on <= last:
        raise CommandRefusedError(
            f"Beslutet kan överklagas till och med {last} (KL 13:5) och kan inte ha vunnit laga kraft "
            f"{command.on}."
        )


def _latest(rows: Iterable[NoticeRow]) -> tuple[NoticeRow, ...]:
    """Of each board of each procedure the notice that was posted last."""
    latest: dict[tuple[str, str], NoticeRow] = {}
    for row in sorted(rows, key=lambda row: (row.notice.posted_on, row.down_early_on is None)):
        latest[row.notice.matter, row.notice.board] = row
    return tuple(latest.values())
