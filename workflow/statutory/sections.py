"""The rules by section, as the laws read on 2025-09-01.

KL is kommunallagen (2017:725), FL förvaltningslagen (2017:900), LOU lagen (2016:1145) om offentlig
upphandling; lag (1930:173) says how their periods are counted. ``set-day`` is no section: a day that a
sender or a decision has set.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.statutory.administrative import ADMINISTRATIVE
from workflow.statutory.finance import FINANCE
from workflow.statutory.forms import Rule
from workflow.statutory.municipal import MUNICIPAL

SECTIONS: Final[Mapping[str, Rule]] = MappingProxyType({**MUNICIPAL, **FINANCE, **ADMINISTRATIVE})
