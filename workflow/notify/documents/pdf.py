"""PDF by Typst: archival (PDF/A-2a) and accessible (PDF/UA-1), the same bytes for the same values.

Values go in as JSON through an input and are never read as markup. Fonts are those that Typst carries
and those that the office puts in ``fonts`` among its templates, never the system's; the clock that a
template may ask is the day of the meeting.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from workflow.definition.templates import TYPST
from workflow.errors import DocumentError

FONTS = "fonts"
_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_FORBIDDEN = re.compile(r'the PDF contains the codepoint `"(?P<text>.+?)"`', re.DOTALL)


def print_pdf(
    folder: Path, template: str, values: Mapping[str, object], *, meeting_on: date
) -> bytes:
    """Fill ``TEMPLATE.typ`` of the folder in.

    Raises:
        DocumentError: the template is missing or faulty, or a character can't be printed.
    """
    file = folder / f"{template}{TYPST}"
    if not file.is_file():
        raise DocumentError(
            f"Mallen {file.name} finns inte.", hint=f"Lägg tillbaka den i {folder}."
        )
    fonts = folder / FONTS
    try:
        return typst.compile(
            str(file),
            root=str(folder),
            font_paths=[str(fonts)] if fonts.is_dir() else [],
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(values, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.combine(meeting_on, time(), UTC),
        )
    except (typst.TypstError, RuntimeError) as error:
        raise _faulty(file.name, str(error)) from error


def _faulty(file: str, said: str) -> DocumentError:
    unprintable = _NO_GLYPH.search(said) or _FORBIDDEN.search(said)
    if unprintable is not None:
        return DocumentError(
            f"Tecknet {unprintable['text']} går inte att skriva ut: inget typsnitt har det.",
            hint=f"Byt tecknet, eller lägg ett typsnitt som har det i mappen {FONTS} bland mallarna.",
        )
    return DocumentError(f"Mallen {file} går inte att fylla i: {said}.", hint="Rätta mallen.")
