"""``meeting``: from the plan to adjusted minutes. Each command is imported when it is given."""

from workflow.cli.lazy import group

app = group(
    {
        "plan": "meeting_plan:plan",
        "list": "meeting_list:listing",
        "show": "meeting_show:show",
        "agenda": "meeting_agenda:agenda",
        "withdraw": "meeting_agenda_changes:withdraw",
        "order": "meeting_agenda_changes:order",
        "summon": "meeting_session:summon",
        "cancel": "meeting_session:cancel",
        "roll": "meeting_roll:roll",
        "adjusters": "meeting_roll:adjusters",
        "open": "meeting_session:open_session",
        "record": "meeting_record:record",
        "correct": "meeting_record:correct",
        "strike": "meeting_record:strike",
        "close": "meeting_session:close",
        "present": "meeting_sign:present",
        "sign": "meeting_sign:sign",
        "minutes": "meeting_print:minutes",
        "extract": "meeting_print:extract",
        "certificate": "meeting_print:certificate",
        "summons": "meeting_print:summons",
        "document": "meeting_print:document",
    },
    help="Sammanträden: planera, kalla, anteckna, registrera beslut, justera protokoll.",
)
