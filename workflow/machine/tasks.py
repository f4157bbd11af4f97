"""What only a person can settle."""

from workflow.errors import CommandRefusedError
from workflow.machine.values import Problems, words
from workflow.machine.work import Work
from workflow.model.commands import SettleTask
from workflow.model.events import TaskSettled

_ELSEWHERE = {
    "recipient": "Ange mottagarens adress, eller varför inget behöver skickas (dispatch settle).",
    "assignment": "Ange uppdragets ansvarig och dag.",
    "party": "Skriv in partens svar.",
}


def settle(work: Work, command: SettleTask) -> None:
    """A person answers a task that is nothing but a question.

    Raises:
        InvalidInputError: the answer is no text, or empty.
        CommandRefusedError: no such task, answered already, or settled by what it asks for.
    """
    problems = Problems()
    answer = problems.read("Svar", words, command.answer) or ""
    problems.raise_if_any()
    task = next((task for task in work.matter.tasks if task.key == command.task), None)
    if task is None:
        raise CommandRefusedError(f"Ärendet har ingen uppgift {command.task[:40]}.")
    if not task.open:
        raise CommandRefusedError(f"Uppgiften {task.key} är redan besvarad: {task.answer}.")
    if task.kind in _ELSEWHERE:
        raise CommandRefusedError(
            f"Uppgiften {task.key} ({task.text}) blir klar av det som den frågar efter.",
            hint=_ELSEWHERE[task.kind],
        )
    work.record(TaskSettled(task.key, answer))
