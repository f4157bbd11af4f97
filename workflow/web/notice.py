"""A notice as people and programs read it: only what the notice has, no names of persons (KL 8:9-12)."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import quote

from workflow.command.ports import NoticeRow
from workflow.model.effects import NoticeKind
from workflow.statutory.days import in_words
from workflow.web.asked import KINDS
from workflow.web.names import Names

_MEETING: dict[NoticeKind, str] = {
    "adjustment": "Sammanträdesdag",
    "announcement": "Sammanträdet hålls",
    "delegated_decision": "Beslutet fattat",
}
_KEPT: dict[NoticeKind, str] = {
    "adjustment": "Protokollet förvaras",
    "announcement": "Handlingarna finns",
    "delegated_decision": "Beslutet förvaras",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, with what the law wants told and when it may come down.

    ``document`` is where the full minutes are while they are shown beside the notice; None by default.
    """

    id: str
    kind: NoticeKind
    organisation: str
    organisation_name: str
    board: str
    body: str
    body_name: str
    title: str
    entries: tuple[str, ...]
    meeting_on: date
    paragraphs: str
    adjusted_on: date | None
    posted_on: date
    last_appeal_day: date | None
    earliest_removal: date | None
    where_kept: str
    removed_on: date | None
    down_early_on: date | None
    document: str | None

    @classmethod
    def of(cls, row: NoticeRow, names: Names, on: date) -> "Notice":
        """The public part of a row on a day."""
        notice = row.notice
        shown = row.up and (row.document_until is None or on <= row.document_until)
        return cls(
            id=notice.id,
            kind=notice.kind,
            organisation=notice.organisation,
            organisation_name=names.organisation(notice.organisation),
            board=notice.board,
            body=notice.body,
            body_name=names.body(notice.organisation, notice.body),
            title=notice.title,
            entries=notice.entries,
            meeting_on=notice.meeting_on,
            paragraphs=notice.paragraphs,
            adjusted_on=notice.adjusted_on,
            posted_on=notice.posted_on,
            last_appeal_day=notice.last_appeal_day,
            earliest_removal=notice.earliest_removal,
            where_kept=notice.where_kept,
            removed_on=row.removed_on,
            down_early_on=row.down_early_on,
            document=f"/protokoll/{row.document}.pdf" if row.document and shown else None,
        )

    @property
    def up(self) -> bool:
        """Whether it is on its board."""
        return self.removed_on is None and self.down_early_on is None

    @property
    def address(self) -> str:
        """Of its own page; the same when it has been taken down."""
        return f"/anslag/{quote(self.id)}"

    @property
    def heading(self) -> str:
        """What it is about: ``Justerat protokoll: Allmänna utskottet 25 februari 2025``."""
        return f"{self.kind_name}: {self.body_name} {in_words(self.meeting_on)}"

    @property
    def kind_name(self) -> str:
        """The kind in Swedish."""
        return KINDS[self.kind]

    @property
    def meeting_label(self) -> str:
        """What the day of the meeting is called for this kind."""
        return _MEETING[self.kind]

    @property
    def kept_label(self) -> str:
        """What is kept where ``where_kept`` says, for this kind."""
        return _KEPT[self.kind]

    @property
    def paper(self) -> str:
        """What is kept there, in running text."""
        return "beslutet" if self.kind == "delegated_decision" else "protokollet"

    def summary(self) -> str:
        """What a feed tells in a sentence or two."""
        told = [f"{self.organisation_name}, {self.board}."]
        if self.title:
            told.append(f"{self.title}.")
        if self.paragraphs:
            told.append(f"Paragrafer: {self.paragraphs}.")
        if self.last_appeal_day:
            told.append(f"Sista dag för överklagande: {in_words(self.last_appeal_day)}.")
        if self.removed_on:
            told.append(f"Anslaget togs ned {in_words(self.removed_on)}.")
        return " ".join(told)

    def public(self) -> dict[str, object]:
        """As JSON values; days in ISO 8601."""
        values = {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self).items()
        }
        return {**values, "url": self.address}
