"""The wiring, on one SQLite file."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.engineroom import SARA, identity
from workflow.bootstrap import Engine, bootstrap, log_to_stderr
from workflow.command.clock import SystemClock
from workflow.command.loop import Drained, drain
from workflow.config import load
from workflow.definition.catalogue import load as load_definitions
from workflow.errors import InvalidInputError
from workflow.model.commands import Envelope, RegisterMatter
from workflow.notify.hint import RedisHint
from workflow.notify.maildir import MaildirMailer
from workflow.notify.smtp import SmtpMailer
from workflow.testing import RecordingMailer

DEFINITIONS = Path(__file__).parents[2] / "definitions"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    settings = load(
        database_url=f"sqlite:///{tmp_path}/new/folder/a.db",
        maildir=tmp_path / "mail",
        definitions=DEFINITIONS,
    )
    engine = bootstrap(settings)
    engine.migrate()
    yield engine
    engine.close()


def test_from_nothing_to_a_registered_matter(engine: Engine) -> None:
    """Tables, definitions and a first command; the folder of the file is made."""
    assert engine.publish(load_definitions(DEFINITIONS))
    assert engine.publish(load_definitions(DEFINITIONS)) == ()
    assert engine.catalogue.organisation("norsjo").name == "Norsjö kommun"
    register = RegisterMatter("norsjo", "information", "Läget", number="KS 2025/1")
    now = engine.clock.now()
    answer = engine.bus.execute(Envelope("r", identity("KS 2025/1"), register, SARA, now))
    assert answer.matter.version >= 1
    assert drain(engine.context, "me") == Drained()
    with engine.units() as uow:
        assert uow.matters.load((answer.matter.id,)) == {answer.matter.id: answer.matter}
    report = engine.verify()
    assert report.sound
    assert report.matters == 1


def test_a_definition_that_broke_leaves_the_last_good_one(engine: Engine, tmp_path: Path) -> None:
    """Publishing a folder where a type is broken or gone changes nothing for it."""
    engine.publish(load_definitions(DEFINITIONS))
    digest, _ = engine.catalogue.current_type("information")
    folder = tmp_path / "broken"
    (folder / "matters").mkdir(parents=True)
    (folder / "matters" / "information.yaml").write_text("label: [", encoding="utf-8")
    loaded = load_definitions(folder)
    assert loaded.errors
    assert engine.publish(loaded) == ()
    assert engine.catalogue.current_type("information")[0] == digest


def test_mail_goes_where_the_settings_say(tmp_path: Path) -> None:
    """Into a folder until SMTP is configured; or to what is given."""
    url = f"sqlite:///{tmp_path}/a.db"
    parts = {
        MaildirMailer: bootstrap(load(database_url=url)),
        SmtpMailer: bootstrap(
            load(database_url=url, smtp_host="mail.example", smtp_user="u", smtp_password="p")
        ),
        RecordingMailer: bootstrap(load(database_url=url), mailer=RecordingMailer()),
    }
    for kind, engine in parts.items():
        assert isinstance(engine.context.mailer, kind)
        assert isinstance(engine.clock, SystemClock)
        engine.close()
    with pytest.raises(InvalidInputError):
        bootstrap(load(database_url=url, mail_from="ingen adress"))


def test_hints_go_to_redis_where_there_is_one(tmp_path: Path) -> None:
    """And nowhere without; either way giving a hint never fails."""
    url = f"sqlite:///{tmp_path}/a.db"
    alone = bootstrap(load(database_url=url))
    alone.context.hint("apply")
    alone.close()
    engine = bootstrap(load(database_url=url, redis_url="redis://127.0.0.1:1/0"))
    assert isinstance(engine.context.hint, RedisHint)
    engine.context.hint("apply")
    engine.close()


def test_an_address_that_is_none() -> None:
    """The store says what is wrong with it."""
    for url in ("nonsense", "mysql://x/y"):
        with pytest.raises(InvalidInputError):
            bootstrap(load(database_url=url))


def test_policies_follow_the_settings(tmp_path: Path) -> None:
    """Leases, tries and the size of a batch."""
    settings = load(
        database_url=f"sqlite:///{tmp_path}/a.db", batch=7, command_tries=2, mail_tries=4
    )
    engine = bootstrap(settings)
    policy = engine.context.policy
    assert (policy.batch, policy.command_retry.tries, policy.mail_retry.tries) == (7, 2, 4)
    engine.close()


def test_logs_are_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With what is bound to the context, on stderr."""
    before = logging.root.handlers[:]
    try:
        log_to_stderr()
        with structlog.contextvars.bound_contextvars(task="apply"):
            structlog.get_logger().warning("händelse", antal=3)
        line = json.loads(capsys.readouterr().err)
    finally:
        structlog.reset_defaults()
        logging.root.handlers[:] = before
    assert line | {"timestamp": ""} == {
        "antal": 3, "event": "händelse", "level": "warning", "task": "apply", "timestamp": "",
    }  # fmt: skip
