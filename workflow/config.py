"""Settings from the environment (``ARENDEGANG_...``); without any, everything runs on local files."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflow.errors import InvalidInputError

_GUESSABLE = frozenset(
    {"", "admin", "arendegang", "changeme", "lösenord", "password", "postgres", "redis", "secret"}
)
_SMTP_STEPS = (
    12  # connect, greeting, EHLO, STARTTLS, EHLO, AUTH in up to three, MAIL, RCPT, DATA, end
)
_SECRET_LETTERS = 32
_PREFIX = "ARENDEGANG_"

Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """How the engine is run. Use :func:`load` to get errors in Swedish."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    production: bool = Field(
        default=False, description="Vägrar lösenord som saknas eller går att gissa"
    )
    database_url: str = Field(
        default="sqlite:///var/arendegang.db", description="SQLite eller PostgreSQL"
    )
    redis_url: str | None = Field(
        default=None, description="Påskyndar arbetarna; inget går förlorat utan"
    )
    definitions: Path = Field(
        default=Path("definitions"), description="Det som förvaltarna skriver"
    )

    mail_from: str = Field(
        default="Ärendegång <diariet@arendegang.example>", description="Avsändare"
    )
    mail_reply_to: str | None = Field(
        default=None, description="Vart svar ska gå, om inte till avsändaren"
    )
    maildir: Path = Field(
        default=Path("var/mail"), description="Dit mejlen läggs tills SMTP är inställt"
    )
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_authorities: Path | None = Field(
        default=None, description="PEM-fil med betrodda utfärdare"
    )
    smtp_timeout: Seconds = Field(
        default=30.0, description="Längsta väntan på varje svar, i sekunder"
    )

    calendar_secret: SecretStr | None = Field(
        default=None,
        description="Hemligheten bakom nycklarna till kalendrar med frister; utan den finns de inte på webben",
    )

    metrics_port: int | None = Field(
        default=None, ge=1, le=65535, description="Arbetarens mätvärden"
    )
    poll_seconds: Seconds = Field(default=5.0, description="Hur ofta databasen frågas efter arbete")
    batch: int = Field(default=200, ge=1, le=10_000, description="Ärenden som tas i taget")
    command_lease_seconds: Seconds = Field(
        default=60.0, description="Innan en död arbetares kommandon tas om"
    )
    command_tries: int = Field(default=8, ge=1, description="Försök innan en person tillfrågas")
    mail_lease_seconds: Seconds = Field(
        default=900.0, description="Innan en död arbetares mejl tas om"
    )
    mail_tries: int = Field(default=20, ge=1, description="Försök innan en person tillfrågas")
    mail_first_retry_seconds: Seconds = Field(
        default=60.0, description="Väntan efter första försöket"
    )

    mail_longest_retry_seconds: Seconds = Field(
        default=14_400.0, description="Längsta väntan mellan försök"
    )

    @property
    def poll(self) -> timedelta:
        """How long a worker waits before it asks the database again."""
        return timedelta(seconds=self.poll_seconds)

    @model_validator(mode="after")
    def _lease_outlasts_smtp(self) -> Self:
        if self.smtp_host and self.mail_lease_seconds < _SMTP_STEPS * self.smtp_timeout:
            raise ValueError(
                f"mail_lease_seconds måste vara minst {_SMTP_STEPS} gånger smtp_timeout, "
                "annars kan två arbetare skicka samma mejl"
            )
        return self

    @model_validator(mode="after")
    def _secret_is_one(self) -> Self:
        secret = self.calendar_secret
        if secret is not None and len(secret.get_secret_value()) < _SECRET_LETTERS:
            raise ValueError(
                f"calendar_secret måste ha minst {_SECRET_LETTERS} tecken, till exempel av openssl rand -hex 32"
            )
        return self

    @model_validator(mode="after")
    def _production_has_passwords(self) -> Self:
        if not self.production:
            return self
        for name, url in (("database_url", self.database_url), ("redis_url", self.redis_url)):
            if url and not url.startswith("sqlite") and _guessable(urlsplit(url).password):
                raise ValueError(f"{name} saknar lösenord, eller har ett som går att gissa")
        if self.smtp_user and _guessable(
            self.smtp_password.get_secret_value() if self.smtp_password else None
        ):
            raise ValueError("smtp_password saknas, eller går att gissa")
        return self


def load(**given: object) -> Settings:
    """Read the environment; what is ``given`` goes before it.

    Raises:
        InvalidInputError: which variable is wrong, and how; never its value.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks each
    except ValidationError as error:
        wrong = "; ".join(
            f"{_PREFIX}{str(part['loc'][0]).upper()}: {part['msg']}" if part["loc"] else part["msg"]
            for part in error.errors(include_input=False, include_url=False)
        )
        raise InvalidInputError(
            f"Inställningarna går inte att använda: {wrong}.", hint="Se docs/drift.md."
        ) from None


def _guessable(password: str | None) -> bool:
    return unquote(password or "").casefold() in _GUESSABLE
