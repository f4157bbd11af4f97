"""Appeals and legal force (KL 13 kap.): facts that a person enters; the engine never finds them itself.

Whether the notice has been up for its whole time is looked up by ``command.legal_force``: it isn't in the
matter.
"""

from workflow.errors import CommandRefusedError
from workflow.machine.values import Problems, day, line, words
from workflow.machine.work import Work
from workflow.model.commands import ConfirmLegalForce, NoteAppeal
from workflow.model.events import AppealNoted, DecisionLegallyFinal
from workflow.model.matter import RecordedDecision

_LONGEST_NUMBER = 60


def note_appeal(work: Work, command: NoteAppeal) -> None:
    """An appeal came in, or the one that there is has ended.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: no such decision, one that can't be appealed or is legally final, or a day
            that is to come or before the decision.
    """
    problems = Problems()
    problems.read("Kom in", day, command.received_on)
    if command.court_number:
        problems.read("Målnummer", lambda text: line(text, _LONGEST_NUMBER), command.court_number)
    if command.ended is not None:
        problems.read("Hur det slutade", words, command.ended)
    problems.raise_if_any()
    decision = _appealable(work, command.decision)
    if decision.legally_final_on is not None:
        raise CommandRefusedError(
            f"Beslutet {decision.key} har vunnit laga kraft {decision.legally_final_on}."
        )
    if not decision.decided_on <= command.received_on <= work.today:
        raise CommandRefusedError(
            f"Överklagandet av beslutet {decision.decided_on} kan inte ha kommit in "
            f"{command.received_on}."
        )
    noted = AppealNoted(
        decision.key,
        command.received_on,
        command.court_number.strip() or decision.court_number,
        command.ended and command.ended.strip(),
    )
    known = (decision.appealed_on, decision.court_number, decision.appeal_ended)
    if known != (noted.received_on, noted.court_number, noted.ended):
        work.record(noted)


def confirm(work: Work, command: ConfirmLegalForce) -> None:
    """The decision has become legally final, as a person says. The same again changes nothing.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: no such decision; not adjusted, not appealable or appealed; a day that is to
            come or before the adjustment; or another day or ground was entered before.
    """
    problems = Problems()
    problems.read("Dagen", day, command.on)
    problems.read("Grunden", words, command.ground)
    problems.raise_if_any()
    decision = _appealable(work, command.decision)
    ground = command.ground.strip()
    if (decision.legally_final_on, decision.legally_final_because) == (command.on, ground):
        return
    if decision.legally_final_on is not None:
        raise CommandRefusedError(
            f"Att beslutet {decision.key} vann laga kraft {decision.legally_final_on} är redan infört."
        )
    if decision.adjusted_on is None:
        raise CommandRefusedError(
            f"Protokollet med beslutet {decision.key} är inte justerat: tiden för överklagande har "
            "inte börjat (KL 8:12, 13:5)."
        )
    if decision.appealed_on is not None and decision.appeal_ended is None:
        number = f", mål {decision.court_number}" if decision.court_number else ""
        raise CommandRefusedError(
            f"Beslutet {decision.key} överklagades {decision.appealed_on}{number} (KL 13:6) och vinner "
            "inte laga kraft medan det prövas.",
            hint="Anmäl först hur överklagandet slutade.",
        )
    if not decision.adjusted_on < command.on <= work.today:
        raise CommandRefusedError(
            f"Beslutet {decision.key} kan inte ha vunnit laga kraft {command.on}: justerat "
            f"{decision.adjusted_on}, och i dag är det {work.today}."
        )
    work.record(DecisionLegallyFinal(decision.key, command.on, ground))


def _appealable(work: Work, key: str) -> RecordedDecision:
    for decision in work.matter.decisions:
        if decision.key == key:
            if not decision.appealable:
                raise CommandRefusedError(
                    f"Beslutet {key} kan inte överklagas: det bereder bara ärendet, eller så gäller "
                    "inte kommunallagen (KL 13:2)."
                )
            return decision
    known = ", ".join(decision.key for decision in work.matter.decisions) or "inga"
    raise CommandRefusedError(
        f"Ärendet har inget beslut {key[:20]}.", hint=f"Ärendets beslut: {known}."
    )
