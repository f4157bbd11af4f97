"""``plan``, and the plan at registration and in ``matter explain``."""

import json

import pytest

from tests.unit.cli.desk import ROOT, Desk

NUMBER = "KS-81/00001"


@pytest.fixture
def referral(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """A referral in Norsjö, whose bodies meet in 2081 and whose officer needs five days."""
    folder = desk.folder / "definitions"
    (folder / "organisations").mkdir(parents=True)
    for part in ("matters", "routes", "procedures", "templates", "histories"):
        (folder / part).symlink_to(ROOT / "definitions" / part)
    for path in (ROOT / "definitions/organisations").glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.stem == "norsjo":
            text = text.replace("2025-", "2081-").replace("2024-", "2080-")
            text = text.replace("register_code: KS\n", "register_code: KS\ndrafting: P5D\n")
        (folder / "organisations" / path.name).write_text(text, "utf-8")
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(folder))
    desk("definitions", "publish")
    answer = desk(
        "matter", "register", "referral_response", "Energistrategi", "--org", "norsjo",
        "--number", NUMBER, "--field", "sender=Länsstyrelsen", "--field", "answer_due=2081-03-14",
    )  # fmt: skip
    assert "Plan: Svaret ska vara avsänt, sista dag 2081-03-14:" in answer.stdout
    assert "Allmänna utskottet 2081-02-25, Kommunstyrelsen 2081-03-11." in answer.stdout
    return NUMBER


def test_the_plan_of_a_matter(desk: Desk, referral: str) -> None:
    """Each stop with its latest and earliest meeting, why, and what has to be ready first."""
    text = desk("plan", referral, "--today", "2081-01-08").stdout
    assert "Svaret ska vara avsänt, sista dag 2081-03-14" in text
    assert "Marginal: 43 dagar." in text
    assert "Tjänsteskrivelsen klar\t2081-02-20" in text
    assert "sista sammanträdet till och med 2081-03-14" in text
    assert "VARNING" not in text


def test_the_plan_as_json(desk: Desk, referral: str) -> None:
    """Days as ISO 8601, null where nothing sets one."""
    (plan,) = desk.json("plan", referral, "--today", "2081-01-08")["plans"]
    assert plan["aim"]["final"] == "2081-03-14"
    assert plan["fits"] is True
    assert [stop["latest"]["on"] for stop in plan["stops"]] == ["2081-02-25", "2081-03-11"]
    assert [stop["earliest"]["on"] for stop in plan["stops"]] == ["2081-01-28", "2081-02-04"]
    assert plan["stops"][0]["ready_by"] == "2081-02-20"
    assert plan["stops"][0]["latest"]["cut_off"] is None
    assert [one["kind"] for one in plan["remedies"]] == ["adjust_at_once"]


def test_a_plan_that_does_not_hold_offers_ways_out(desk: Desk, referral: str) -> None:
    """Warned of, with what would have been, what the law allows and on which days."""
    text = desk("plan", referral, "--today", "2081-02-27").stdout
    assert "VARNING: planen håller inte. Handlingarna skulle ha varit inne 2081-02-25" in text
    assert "Räknat bakåt skulle det ha varit: Allmänna utskottet 2081-02-25" in text
    assert "KL 6 kap. 39 §" in text
    assert "Håll ett extra sammanträde med Allmänna utskottet\tKL 6 kap. 23 §" in text


def test_another_day_and_another_body(desk: Desk, referral: str) -> None:
    """By a day that somebody asks about, and by the council."""
    text = desk(
        "plan", referral, "--today", "2081-01-08", "--by", "2081-05-01", "--body", "KF"
    ).stdout
    assert "Kommunfullmäktige\t2081-04-28\t2081-04-21" in text
    assumed = desk("plan", referral, "--today", "2081-01-08", "--by", "2081-05-01").stdout
    assert "Antaget att Kommunstyrelsen avgör; Allmänna utskottet, Kommunfullmäktige" in assumed


def test_all_open_matters_by_urgency(desk: Desk, referral: str) -> None:
    """What doesn't hold first, then the least slack; matters with no body left are left out."""
    for number, due in (("KS 2081/2", "2081-06-10"), ("KS 2081/3", "2081-01-29")):
        desk(
            "matter", "register", "referral_response", "Remiss", "--org", "norsjo", "--number", number,
            "--field", "sender=Länsstyrelsen", "--field", f"answer_due={due}",
        )  # fmt: skip
    rows = desk.json("plan", "--all", "--org", "norsjo", "--today", "2081-01-08")
    assert [row["number"]["normalised"] for row in rows] == [
        "KS 2081/3", "KS 2081/1", "KS 2081/2",
    ]  # fmt: skip
    assert [row["fits"] for row in rows] == [False, True, True]
    text = desk("plan", "--all", "--today", "2081-01-08").stdout
    assert text.splitlines()[1].startswith("KS 2081/3\tRemiss\tSvaret ska vara avsänt\t2081-01-29")
    assert desk.json("plan", "--all", "--org", "solleftea") == []


def test_explain_tells_the_next_stop(desk: Desk, referral: str) -> None:
    """With the day that its papers have to be there; and the warning when the plan doesn't hold."""
    text = desk("matter", "explain", referral, "--on", "2081-01-08").stdout
    assert "Plan: Svaret ska vara avsänt, sista dag 2081-03-14" in text
    assert "2081-02-20  Tjänsteskrivelsen klar enligt planen: Allmänna utskottet 2081-02-25" in text
    assert "Stoppdag" not in text  # the shipped schedule has none
    late = desk("matter", "explain", referral, "--on", "2081-02-27").stdout
    assert "VARNING: Svaret ska vara avsänt, sista dag 2081-03-14: planen håller inte." in late


def test_registration_warns_at_once(desk: Desk, referral: str) -> None:
    """A day before the board can meet: told with the command that shows the ways out; in JSON too."""
    given = (
        "matter", "register", "referral_response", "Remiss", "--org", "norsjo", "--number", "KS 2081/9",
        "--field", "sender=Länsstyrelsen", "--field", "answer_due=2080-12-01", "--key", "nine",
    )  # fmt: skip
    text = desk(*given).stdout
    assert "VARNING: Svaret ska vara avsänt, sista dag 2080-12-01: planen håller inte." in text
    assert 'arendegang plan "KS 2081/9" --org norsjo' in text
    assert desk.json(*given)["plan"]["fits"] is False
    assert referral == NUMBER


def test_a_decided_matter_has_nothing_to_plan(desk: Desk, referral: str) -> None:
    """When no body is left it says so, and the list of plans is empty."""
    desk("matter", "fire", referral, "no_answer", "--data", "reason=Inget att säga")
    assert "Inget organ återstår" in desk("plan", referral).stdout
    assert desk.json("plan", referral)["plans"] == []


def test_bad_input_is_told(desk: Desk, referral: str) -> None:
    """No matter, both, an unknown body, a day that is none, a matter that isn't there."""
    desk("plan", status=2)
    desk("plan", referral, "--all", status=2)
    error = desk.error("plan", referral, "--body", "XX")
    assert error["code"] == "AG-100"
    assert "KF, KS, AU" in error["hint"]
    assert "ingen dag" in desk.error("plan", referral, "--by", "i morgon")["message"]
    assert "ingen dag" in desk.error("plan", referral, "--today", "2081-02-30")["message"]
    missing = json.loads(desk("plan", "KS 2081/77", "--json", status=1).stderr)
    assert missing["code"].startswith("AG-")


def test_what_a_body_has_dealt_with_is_told(desk: Desk) -> None:
    """Norsjö's referral as it was: proposed by § 39 on 25 February, left for the board of 11 March."""
    desk(
        "matter", "register", "referral_response", "Energistrategi", "--org", "norsjo",
        "--number", "KS-25/00001", "--on", "2025-01-07", "--enter-at", "at_AU",
        "--field", "sender=Länsstyrelsen", "--field", "answer_due=2025-03-14",
    )  # fmt: skip
    desk(
        "matter", "fire", "KS-25/00001", "proposes", "--body", "AU", "--on", "2025-02-25",
        "--paragraph", "39", "--proposed", "gives_opinion",
    )  # fmt: skip
    text = desk("plan", "KS-25/00001", "--today", "2025-02-25").stdout
    assert "Behandlat: Allmänna utskottet 2025-02-25 § 39" in text
    assert "Nästa: Kommunstyrelsen 2025-03-11. Marginal: 14 dagar." in text


def test_a_schedule_that_ends_before_the_last_day_is_told(desk: Desk, motion: str) -> None:
    """The year of a motion reaches past the meetings that are planned."""
    text = desk("plan", motion, "--today", "2025-02-27").stdout
    assert "KF:s beslut inom ett år, sista dag 2026-02-17" in text
    assert "Kommunfullmäktige har inga sammanträden planerade efter 2025-12-15." in text
