"""Förvaltningslagen (2017:900), LOU (2016:1145), and days that somebody else has set.

Förvaltningslagen's clocks don't run in matters whose decisions are reviewed for their legality (FL 2 §).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.statutory.forms import (
    PERIODS_AND_CLOSED_DAYS,
    Rule,
    appeal,
    promptly,
    standstill,
    the_same,
)
from workflow.statutory.periods import Period

_CANCELLED: Final = "Ansökan om överprövning ska ha kommit in till förvaltningsrätten senast"

ADMINISTRATIVE: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "FL-11": promptly(
            "FL 11 §",
            "Parten ska underrättas om att avgörandet blir väsentligt försenat,",
            "den dag då förseningen bedömdes",
        ),
        "FL-12": Rule(
            "forward",
            Period(months=6).after,
            f"FL 12 §, {PERIODS_AND_CLOSED_DAYS}",
            "Parten får begära att ärendet avgörs om det inte är avgjort senast",
            "sex månader från att parten väckte ärendet {trigger}",
        ),
        "FL-12-demand": Rule(
            "forward",
            Period(weeks=4).after,
            f"FL 12 §, {PERIODS_AND_CLOSED_DAYS}",
            "Myndigheten ska ha avgjort ärendet eller avslagit begäran senast",
            "fyra veckor från partens begäran {trigger}",
            own_act=True,
        ),
        "FL-22": Rule(
            "fixed",
            the_same,
            "FL 22 §",
            "Handlingen har kommit in",
            "dagen då den nådde myndigheten {trigger}",
        ),
        "FL-22-post": Rule(
            "backward",
            Period(days=1).before,
            "FL 22 §",
            "Försändelsen anses ha kommit in närmast föregående arbetsdag,",
            "dagen innan den nådde myndigheten med posten eller fanns i postlådan {trigger}",
        ),
        "FL-26": Rule(
            "fixed",
            the_same,
            "remissen, FL 26 §",
            "Yttrandet ska ha kommit in senast",
            "dagen är satt av den som remitterade",
            own_act=True,
        ),
        "FL-33": promptly(
            "FL 33 §",
            "Parten ska underrättas om beslutet och hur det överklagas,",
            "beslutet",
        ),
        "FL-35": appeal(
            "FL 35 §, 44 §",
            "Beslutet får, om ingen har överklagat, verkställas först efter",
            "att parten fick del av beslutet",
        ),
        "FL-44": appeal(
            "FL 44 §",
            "Överklagandet ska ha kommit in till beslutsmyndigheten senast",
            "att klaganden fick del av beslutet",
        ),
        "FL-44-public": appeal(
            "FL 44 §",
            "Överklagandet från en part som företräder det allmänna ska ha kommit in senast",
            "att beslutet meddelades",
        ),
        "FL-46": promptly(
            "FL 46 §",
            "Överklagandet ska, om det inte avvisas, vara överlämnat till överinstansen",
            "den dag då det kom in",
        ),
        "LOU-20:1": standstill(
            "LOU 20 kap. 1 §",
            Period(days=10),
            "tio dagar från att underrättelsen skickades elektroniskt",
        ),
        "LOU-20:1-15": standstill(
            "LOU 20 kap. 1 §",
            Period(days=15),
            "femton dagar från att underrättelsen skickades på annat sätt än elektroniskt",
        ),
        "LOU-20:3": standstill(
            "LOU 20 kap. 3 §",
            Period(days=10),
            "tio dagar från att avsikten att direktupphandla annonserades",
        ),
        "LOU-20:10": standstill(
            "LOU 20 kap. 10 §", Period(days=10), "tio dagar från att rätten avgjorde överprövningen"
        ),
        "LOU-20:12": standstill(
            "LOU 20 kap. 12 §",
            Period(days=10),
            "tio dagar från att underrättelsen om att upphandlingen avbryts skickades elektroniskt",
            _CANCELLED,
        ),
        "LOU-20:12-15": standstill(
            "LOU 20 kap. 12 §",
            Period(days=15),
            "femton dagar från att underrättelsen om att upphandlingen avbryts skickades på annat sätt",
            _CANCELLED,
        ),
        "set-day": Rule(
            "fixed",
            the_same,
            "den som satte dagen; ingen lagstadgad tid",
            "Det ska vara gjort senast",
            "dagen är satt av någon annan eller i ett beslut",
            own_act=True,
        ),
    }
)
