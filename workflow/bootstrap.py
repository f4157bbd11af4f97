"""The only place where the parts are wired together."""

import logging
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import structlog
from sqlalchemy.engine import Engine as Database
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from workflow.command.bus import Bus
from workflow.command.catalogue import StoredCatalogue
from workflow.command.clock import SystemClock
from workflow.command.context import Checkpoint, Context, Policy, pass_by
from workflow.command.definitions import Version
from workflow.command.feeds.calendars import Calendars
from workflow.command.ports import Clock, Mailer, UnitOfWorkFactory
from workflow.command.publishing import Maps, Outlook, foresee, offered, publish_checked
from workflow.command.retiring import Retired, retire
from workflow.command.retry import RetryPolicy
from workflow.config import Settings
from workflow.definition.catalogue import Loaded
from workflow.model.matter import ENGINE
from workflow.notify import calendar
from workflow.notify.documents.renderer import TemplateRenderer
from workflow.notify.hint import RedisHint, no_hint
from workflow.notify.maildir import MaildirMailer
from workflow.notify.message import Sender
from workflow.notify.render import Renderer
from workflow.notify.smtp import SmtpMailer, SmtpSettings
from workflow.store.audit import Progress, verify
from workflow.store.engine import connect
from workflow.store.findings import AuditReport
from workflow.store.migrate import migrate
from workflow.store.unit_of_work import sql_unit_of_work


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything wired: give commands to ``bus``, run the batches on ``context``."""

    settings: Settings
    context: Context
    bus: Bus
    database: Database

    def close(self) -> None:
        """Let go of the database and the broker."""
        if isinstance(self.context.hint, RedisHint):
            self.context.hint.close()
        self.database.dispose()

    def verify(self, progress: Progress | None = None) -> AuditReport:
        """Go through the whole log and everything that must agree with it.

        Raises:
            StoreUnavailableError: the database doesn't answer.
        """
        return verify(self.database, progress)

    def migrate(self) -> None:
        """Bring the database to the schema of this version."""
        migrate(self.settings.database_url)

    @property
    def units(self) -> UnitOfWorkFactory:
        """Opens transactions."""
        return self.context.units

    @property
    def catalogue(self) -> StoredCatalogue:
        """The published definitions."""
        return self.context.catalogue

    @property
    def clock(self) -> Clock:
        """Business time."""
        return self.context.clock

    def calendars(self) -> Calendars:
        """What may be subscribed to; keep it, it remembers what it has read."""
        secret = self.settings.calendar_secret
        return Calendars(
            self.units,
            self.catalogue,
            calendar.write,
            secret.get_secret_value() if secret else None,
        )

    def offered(self, loaded: Loaded, only: Collection[str] = ()) -> tuple[Version, ...]:
        """What of the files would be published.

        Named ones, or all that are not out of use: a type that was taken out of use comes back only by
        its name.

        Raises:
            DefinitionError: a named one has an error.
            UnknownDefinitionError: the files have none of that name.
        """
        with self.units() as uow:
            return offered(uow, loaded, only)

    def foresee(self, these: Sequence[Version], maps: Maps = MappingProxyType({})) -> Outlook:
        """What publishing them would do; changes nothing."""
        with self.units() as uow:
            return foresee(uow, these, maps)

    def publish(
        self,
        loaded: Loaded,
        *,
        only: Collection[str] = (),
        by: str = ENGINE.name,
        maps: Maps = MappingProxyType({}),
        stay: str | None = None,
    ) -> tuple[Version, ...]:
        """Make the usable definitions current, or none of them; which of them were not.

        What has an error or is gone from the files stays as it was published: the last good one is live.

        Raises:
            DefinitionError: running matters would be stranded; nothing is published.
        """
        with self.units() as uow:
            these = offered(uow, loaded, only)
            now = self.clock.now()
            new = publish_checked(uow, these, at=now, by=by, maps=maps, stay=stay)
            uow.commit()
        self.catalogue.forget()
        self.context.hint("apply")
        return new

    def retire(self, name: str, *, by: str, why: str, use_instead: str | None = None) -> Retired:
        """Let no new matter of this type be registered.

        Raises:
            ArendegangError: as ``retiring.retire`` says.
        """
        with self.units() as uow:
            now = self.clock.now()
            done = retire(uow, name, at=now, by=by, why=why, use_instead=use_instead)
            uow.commit()
        return done


def bootstrap(
    settings: Settings,
    *,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
    reached: Checkpoint = pass_by,
) -> Engine:
    """Put the engine together. Nothing is connected before it is used.

    ``clock``, ``mailer`` and ``reached`` replace the real ones, for the demo and for tests.

    Raises:
        InvalidInputError: a setting that can't be used.
    """
    clock = clock or SystemClock()
    _prepare_folder(settings.database_url)
    database = connect(settings.database_url)
    units = sql_unit_of_work(database)
    context = Context(
        units=units,
        catalogue=StoredCatalogue(units),
        clock=clock,
        mailer=mailer or _mailer(settings, clock),
        renderer=TemplateRenderer(_templates(settings)),
        hint=RedisHint(settings.redis_url) if settings.redis_url else no_hint,
        policy=_policy(settings),
        reached=reached,
    )
    return Engine(settings, context, Bus(context), database)


def log_to_stderr() -> None:
    """One JSON object a line on stderr, with what is bound to the context."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _policy(settings: Settings) -> Policy:
    first = timedelta(seconds=settings.mail_first_retry_seconds)
    return Policy(
        command_lease=timedelta(seconds=settings.command_lease_seconds),
        mail_lease=timedelta(seconds=settings.mail_lease_seconds),
        command_retry=RetryPolicy(
            first=timedelta(seconds=1), longest=timedelta(minutes=5), tries=settings.command_tries
        ),
        mail_retry=RetryPolicy(
            first=first,
            longest=timedelta(seconds=settings.mail_longest_retry_seconds),
            tries=settings.mail_tries,
        ),
        batch=settings.batch,
    )


def _mailer(settings: Settings, clock: Clock) -> Mailer:
    sender = Sender.parse(settings.mail_from, settings.mail_reply_to)
    renderer = Renderer(_templates(settings))
    if settings.smtp_host is None:
        return MaildirMailer(settings.maildir, sender, renderer, clock)
    password = settings.smtp_password
    server = SmtpSettings(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        timeout=settings.smtp_timeout,
        authorities=settings.smtp_authorities,
    )
    return SmtpMailer(server, sender, renderer, clock)


def _templates(settings: Settings) -> Path:
    return settings.definitions / "templates"


def _prepare_folder(database_url: str) -> None:
    """A new SQLite file needs its folder."""
    try:
        url = make_url(database_url)
    except ArgumentError:
        return  # ``connect`` says what is wrong with it
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
