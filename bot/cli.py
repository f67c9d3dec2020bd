"""The command line: parse, call, print. 0 = done, 1 = refused or found wrong, 2 = wrong usage."""

from __future__ import annotations

import os
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.commands import calendars, exporting, keeping, looking, people, running
from models.errors import BadFile, DomainError
from models.errors import StorageUnavailable as Away


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def leadbot() -> None:
    """The Slack bot of a LEAD Operational Work Group.

    Settings come from the environment; docs/operating.md lists them.
    """


for command in (
    *running.COMMANDS,
    *people.COMMANDS,
    *keeping.COMMANDS,
    *looking.COMMANDS,
    *exporting.COMMANDS,
    *calendars.COMMANDS,
):
    leadbot.add_command(command)


def main() -> None:
    """Run, and say in one line why not if not."""
    os.umask(0o077)  # whatever is written is the operator's alone
    logs.forbid_core_dumps()
    try:
        # Without its standalone mode click hands back the code of an Exit instead of raising it.
        sys.exit(leadbot.main(standalone_mode=False))
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(1)
    except BadFile as refused:
        sys.exit(_say(f"{refused}\nNothing was changed."))
    except (Away, SQLAlchemyError):  # never the driver's own text: it may name what it was asked to write
        sys.exit(_say("The database does not answer, or cannot take this now. Nothing was changed."))
    except DomainError as refused:
        sys.exit(_say(str(refused)))
    except OSError as trouble:
        sys.exit(_say(f"{trouble.filename or 'A file'}: {trouble.strerror}. Nothing was changed."))


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 1
