"""The database and the unit of work: rolls back unless told to commit; one writer at a time on SQLite."""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import DeclarativeBase, Session

from models.errors import StorageUnavailable

_WRITE_WAIT_SECONDS = 2.0  # Slack waits 3 s for an answer; better a plain "not saved" than a silent one
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged referral must survive a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # SQLite otherwise leaves deleted bytes in the file
    "PRAGMA temp_store=MEMORY",
    "PRAGMA busy_timeout=2000",
)


class FairLock:
    """First come, first served: SQLite's own waiting is a lottery whose losers miss Slack's 3 seconds."""

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, seconds: float) -> bool:
        """Wait in line for at most `seconds`; False when the turn did not come."""
        with self._door:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._queue.append(turn)
        if turn.wait(seconds):
            return True
        with self._door:
            if turn.is_set():  # the turn came while we gave up
                return True
            self._queue.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to the longest waiting."""
        with self._door:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False


class UnitOfWork:
    """One transaction. `session` is SQLAlchemy's; nothing is kept unless `commit()` is called.

    `after_commit` takes callables that run once the rows are safe (waking the Postman, for instance);
    they must not raise.
    """

    def __init__(self, session: Session, dialect: str) -> None:
        self.session = session
        self.dialect = dialect
        self.after_commit: list[Callable[[], None]] = []

    def insert(self, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add plain rows of one table: no objects are made of them, which halves what they cost.

        Raises:
            IntegrityError: one stands already.
        """
        if rows:
            self.session.connection().execute(_insert_into(kind), rows)

    def commit(self) -> None:
        """Keep it all.

        Raises:
            StorageUnavailable: the database would not take it; nothing was kept.
        """
        self.session.commit()
        for call in self.after_commit:
            call()
        self.after_commit.clear()


@functools.cache
def _insert_into(kind: type[DeclarativeBase]) -> Insert:
    return insert(cast("Table", kind.__table__))


class Database:
    """One engine, two ways in: `work()` to write, `look()` to read."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        parsed = make_url(url)
        self.dialect = parsed.get_backend_name()
        options: dict[str, Any] = {"hide_parameters": True}
        if self.dialect == "sqlite":
            options["connect_args"] = {"isolation_level": None, "check_same_thread": False}
        options |= {"pool_size": pool_size, "max_overflow": 4, "pool_timeout": _WRITE_WAIT_SECONDS}
        if self.dialect == "postgresql":
            options["pool_pre_ping"] = True  # a server that was restarted must not cost a referral
        self.engine: Engine = create_engine(parsed, **options)
        self._turn = FairLock() if self.dialect == "sqlite" else None
        if self.dialect == "sqlite":
            _prepare_sqlite(self.engine)
        self._writer = self.engine.execution_options(leadbot_writes=True)

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """A writing transaction.

        Raises:
            StorageUnavailable: locked, full or gone; nothing was kept.
        """
        if self._turn is not None and not self._turn.acquire(_WRITE_WAIT_SECONDS):
            raise StorageUnavailable
        try:
            yield from self._transaction(self._writer)
        finally:
            if self._turn is not None:
                self._turn.release()

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        """A reading transaction: one consistent picture, no lock.

        Raises:
            StorageUnavailable: the database does not answer.
        """
        yield from self._transaction(self.engine)

    def _transaction(self, engine: Engine) -> Iterator[UnitOfWork]:
        try:
            with Session(engine, expire_on_commit=False, autoflush=False) as session:
                yield UnitOfWork(session, self.dialect)
        except IntegrityError:
            raise  # a unique key doing its work: the caller knows what it means
        except (DBAPIError, NoConnection) as trouble:
            # SQLAlchemy's own text could name a column; the type is enough.
            raise StorageUnavailable from trouble

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        del record
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A read-then-write in a deferred transaction cannot be waited for (SQLITE_BUSY at once), so writers
        # take the lock before their first read.
        writes = connection.get_execution_options().get("leadbot_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
