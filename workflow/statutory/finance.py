"""Kommunallagen (2017:725) on cooperation and the year of finance: chapters 9 and 11."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.statutory.forms import (
    PERIODS_ACT,
    Rule,
    accounts,
    announcement,
    budget,
    one_year,
    the_same,
    week_before,
)
from workflow.statutory.periods import Period

FINANCE: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "KL-9:10": week_before(
            "KL 9 kap. 10 §",
            "Förbundets budgetsammanträde ska vara tillkännagivet senast",
        ),
        "KL-9:18": Rule(
            "fixed",
            Period(years=3).after,
            f"KL 9 kap. 18 §, {PERIODS_ACT}",
            "Medlemmen lämnar förbundet, om förbundsordningen inte anger kortare tid,",
            "tre år från uppsägningen {trigger}",
        ),
        "KL-9:26": budget(
            "KL 9 kap. 26 §, 11 kap. 8 §",
            10,
            31,
            "Samrådet om den gemensamma nämndens budget ska vara klart senast",
        ),
        "KL-9:32": announcement(
            "KL 9 kap. 32 §, 8 kap. 12 §",
            "Justeringen ska vara tillkännagiven på varje medlems anslagstavla senast",
        ),
        "KL-9:35": accounts(
            "KL 9 kap. 35 §, 5 kap. 24 §",
            6,
            30,
            "Ansvarsfriheten för den gemensamma nämnden ska vara prövad i varje fullmäktige senast",
            "utgången av juni",
        ),
        "KL-9:38": one_year(
            "KL 9 kap. 38 §",
            "Styrelsen ska årligen rapportera om avtalssamverkan och bör ha gjort det igen senast",
            "den förra rapporten",
        ),
        "KL-11:8": budget(
            "KL 11 kap. 8 §", 10, 31, "Styrelsens förslag till budget ska vara upprättat senast"
        ),
        "KL-11:8-november": budget(
            "KL 11 kap. 8 §",
            11,
            30,
            "Budgetförslaget ska, när det finns särskilda skäl att dröja, vara upprättat senast",
        ),
        "KL-11:10": budget(
            "KL 11 kap. 10 §", 11, 30, "Fullmäktige ska ha fastställt budgeten senast"
        ),
        "KL-11:11": budget(
            "KL 11 kap. 11 §",
            12,
            31,
            "Fullmäktige ska, om särskilda skäl har hindrat det i november, ha fastställt budgeten senast",
        ),
        "KL-11:16": Rule(
            "backward",
            Period(months=2).after,
            f"KL 11 kap. 16 §, {PERIODS_ACT}",
            "Delårsrapporten ska vara överlämnad senast",
            "två månader från periodens slut {trigger}",
        ),
        "KL-11:20": accounts(
            "KL 11 kap. 20 §",
            4,
            15,
            "Årsredovisningen ska vara överlämnad till fullmäktige och revisorerna senast",
            "den 15 april",
        ),
        "KL-11:21": Rule(
            "backward",
            the_same,
            "KL 11 kap. 21 §",
            "Årsredovisningen ska vara godkänd senast",
            "dagen då ansvarsfriheten prövas {trigger}",
        ),
    }
)
