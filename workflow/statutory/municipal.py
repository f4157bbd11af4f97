"""Kommunallagen (2017:725) on meetings, minutes, notices and appeals: chapters 2, 5-8 and 13."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.statutory.forms import (
    Rule,
    accounts,
    adjustment,
    announcement,
    appeal,
    day_before,
    one_year,
    the_same,
    week_before,
)

_TO_COURT: Final = "Överklagandet ska ha kommit in till förvaltningsrätten senast"

MUNICIPAL: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "KL-2:4": Rule(
            "backward",
            the_same,
            "KL 2 kap. 4 §",
            "Beslutet ska vara fattat senast",
            "dagen då det börjar gälla till medlemmarnas nackdel {trigger}",
        ),
        "KL-5:13": week_before("KL 5 kap. 13 §", "Sammanträdet ska vara tillkännagivet senast"),
        "KL-5:14": day_before(
            "KL 5 kap. 14 §", "Det brådskande ärendet ska vara tillkännagivet senast"
        ),
        "KL-5:15": week_before("KL 5 kap. 15 §", "Kallelsen ska ha nått ledamöterna senast"),
        "KL-5:15-urgent": day_before(
            "KL 5 kap. 15 §", "Uppgiften om det brådskande ärendet ska ha nått ledamöterna senast"
        ),
        "KL-5:24": accounts(
            "KL 5 kap. 24 §",
            6,
            30,
            "Ansvarsfriheten ska vara prövad senast",
            "utgången av juni",
        ),
        "KL-5:35": one_year(
            "KL 5 kap. 35 §",
            "Fullmäktige bör ha avgjort ärendet, eller fått veta varför inte, senast",
            "att motionen eller medborgarförslaget väcktes",
        ),
        "KL-5:69": adjustment("KL 5 kap. 69 §"),
        "KL-6:34": one_year(
            "KL 6 kap. 34 §",
            "Nämnden bör ha avgjort ärendet senast",
            "att medborgarförslaget väcktes",
        ),
        "KL-6:34-report": one_year(
            "KL 6 kap. 34 §",
            "Nämnden ska ha informerat fullmäktige om medborgarförslagen igen senast",
            "den förra informationen",
        ),
        "KL-6:35": adjustment("KL 6 kap. 35 §, 5 kap. 69 §"),
        "KL-6:40-appeal": appeal(
            "KL 6 kap. 40 §, 7 kap. 8 §, 13 kap. 5 §",
            _TO_COURT,
            "att justeringen av protokollet där delegationsbeslutet anmäldes anslogs",
            holds_notice=True,
        ),
        "KL-8:10": appeal(
            "KL 8 kap. 10 §, 13 kap. 5 §",
            _TO_COURT,
            "att delegationsbeslutet anslogs",
            holds_notice=True,
        ),
        "KL-8:12": announcement(
            "KL 8 kap. 12 §", "Justeringen ska vara tillkännagiven på anslagstavlan senast"
        ),
        "KL-8:13": announcement(
            "KL 8 kap. 13 §, 8 kap. 12 §",
            "Föreskriften ska vara kungjord genom att justeringen tillkännages senast",
        ),
        "KL-8:14": week_before(
            "KL 8 kap. 14 §, 5 kap. 13 §", "Budgetförslaget ska finnas på webbplatsen senast"
        ),
        "KL-8:15": week_before(
            "KL 8 kap. 15 §, 5 kap. 13 §", "Årsredovisningen ska finnas på webbplatsen senast"
        ),
        "KL-8:16a": week_before(
            "KL 8 kap. 16 a §, 5 kap. 13 §",
            "Revisionsberättelserna ska finnas på webbplatsen senast",
        ),
        "KL-13:5": appeal(
            "KL 13 kap. 5 §", _TO_COURT, "att justeringen anslogs", holds_notice=True
        ),
        "KL-13:6": appeal(
            "KL 13 kap. 6 §, 13 kap. 5 §",
            "Ett överklagande som kom in till kommunen i stället för rätten prövas om det kom senast",
            "att justeringen anslogs",
        ),
    }
)
