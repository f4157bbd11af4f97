"""Settings from the environment."""

from datetime import timedelta

import pytest

from workflow.config import load
from workflow.errors import InvalidInputError

PRODUCTION = {
    "production": True,
    "database_url": "postgresql+psycopg://arendegang:f6Ww9q@db/arendegang",
    "redis_url": "redis://:k2Lm8x@redis:6379/0",
}


def test_without_any_setting_everything_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    """One SQLite file, no broker, mails in a folder."""
    monkeypatch.delenv("ARENDEGANG_DATABASE_URL", raising=False)
    settings = load()
    assert settings.database_url == "sqlite:///var/arendegang.db"
    assert settings.redis_url is None
    assert settings.smtp_host is None
    assert settings.poll == timedelta(seconds=5)


def test_the_environment_and_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable counts, an empty one doesn't, and what is given goes before it."""
    monkeypatch.setenv("ARENDEGANG_BATCH", "17")
    monkeypatch.setenv("ARENDEGANG_REDIS_URL", "")
    assert load().batch == 17
    assert load().redis_url is None
    assert load(batch=18).batch == 18


def test_a_wrong_setting_is_named_without_its_value() -> None:
    """The error names the variable, in a form that may be logged: secrets stay out."""
    with pytest.raises(InvalidInputError, match="ARENDEGANG_SMTP_PORT") as error:
        load(smtp_port="hemligt")
    assert "hemligt" not in str(error.value)
    with pytest.raises(InvalidInputError, match="ARENDEGANG_SMTP_HOTS"):
        load(smtp_hots="x")


def test_a_lease_that_is_shorter_than_sending() -> None:
    """Two workers could send the same message: refused, but only where SMTP is used."""
    assert load(mail_lease_seconds=1).smtp_host is None
    with pytest.raises(InvalidInputError, match="minst 12 gånger"):
        load(smtp_host="mail.example", mail_lease_seconds=100, smtp_timeout=30)


def test_production_with_passwords_is_fine() -> None:
    """PostgreSQL and Redis with passwords; SQLite needs none."""
    assert load(**PRODUCTION).production
    assert load(production=True, database_url="sqlite:///var/a.db").production
    assert load(**PRODUCTION, smtp_user="u", smtp_password="x9Rt3v").production


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"database_url": "postgresql+psycopg://arendegang@db/a"}, "database_url"),
        ({"database_url": "postgresql+psycopg://arendegang:postgres@db/a"}, "database_url"),
        ({"database_url": "postgresql+psycopg://a:l%C3%B6senord@db/a"}, "database_url"),
        ({"redis_url": "redis://redis:6379/0"}, "redis_url"),
        ({"smtp_user": "u"}, "smtp_password"),
        ({"smtp_user": "u", "smtp_password": "Password"}, "smtp_password"),
    ],
)
def test_production_refuses_passwords_that_are_missing_or_guessed(
    changes: dict[str, str], name: str
) -> None:
    """None, the name of the program, or a word that everybody tries first."""
    with pytest.raises(InvalidInputError, match=name):
        load(**{**PRODUCTION, **changes})
    assert not load(**{**PRODUCTION, **changes, "production": False}).production


def test_secrets_are_not_shown() -> None:
    """The settings may be printed."""
    assert "x9Rt3v" not in repr(load(smtp_user="u", smtp_password="x9Rt3v"))


def test_secret_of_the_calendars_is_long_and_not_shown() -> None:
    """What can be guessed opens every calendar: at least 32 letters, and never in a log."""
    secret = "x9Rt3v" * 6
    assert secret not in repr(load(calendar_secret=secret))
    with pytest.raises(InvalidInputError, match="calendar_secret") as refused:
        load(calendar_secret=secret[:31])
    assert secret[:31] not in str(refused.value)
