"""Turning the pages of a long list."""

from dataclasses import dataclass
from math import ceil

from workflow.web.asked import Asked
from workflow.web.problems import NotThereError


@dataclass(frozen=True, slots=True)
class Turning:
    """Where one is in a list of ``count`` notices; an address is None where there is no such page.

    Attributes:
        page: from 1 to ``last``.
        offset: how many notices come before it.
    """

    page: int
    last: int
    count: int
    offset: int
    previous: str | None
    following: str | None

    @classmethod
    def over(cls, count: int, asked: Asked, path: str, *, size: int) -> "Turning":
        """On the page that is asked for, of so many notices, ``size`` a page.

        Raises:
            NotThereError: the page is past the last one.
        """
        page, last = asked.page, max(1, ceil(count / size))
        if page > last:
            raise NotThereError(
                f"Listan har inte så många sidor; den sista är {last}.",
                hint="Börja om från sida 1.",
            )
        return cls(
            page=page,
            last=last,
            count=count,
            offset=(page - 1) * size,
            previous=asked.address(path, sida=_number(page - 1)) if page > 1 else None,
            following=asked.address(path, sida=_number(page + 1)) if page < last else None,
        )


def _number(page: int) -> str:
    """The first page needs none."""
    return str(page) if page > 1 else ""
