"""Due steps; a referral's further states, its decisions, its intake; a participant who is not active just now"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_COLUMNS = (
    sa.Column("reason", sa.String(length=24), nullable=False, server_default=""),
    sa.Column("waitlisted_at", _MOMENT, nullable=True),
    sa.Column("reviewed_at", _MOMENT, nullable=True),
    sa.Column("approved_at", _MOMENT, nullable=True),
    sa.Column("approved_by", sa.String(length=80), nullable=False, server_default=""),
    sa.Column("case_manager", sa.String(length=32), nullable=True),
    sa.Column("intake_ends_at", _MOMENT, nullable=True),
    sa.Column("intake_done_at", _MOMENT, nullable=True),
    sa.Column("filing_ends_at", _MOMENT, nullable=True),
    sa.Column("merged_into", sa.String(length=8), nullable=True),
    sa.Column("fallback", sa.String(length=16), nullable=False, server_default=""),
    sa.Column("missed_at", _MOMENT, nullable=True),
)
_DOORS = ("arrest_diversion", "social_contact", "community")
_STATES = ("submitted", "dispatched", "met", "not_met")
_MORE_STATES = (
    *("submitted", "needs_info", "waitlisted", "dispatched", "met", "not_met", "intake_done"),
    *("declined", "elsewhere", "withdrawn", "merged", "closed"),
)
_OPEN = sa.text("closed_at IS NULL")
_WAITING = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "due_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("planned_for", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_due_steps_key")),
    )
    op.create_index("ix_due_steps_subject", "due_steps", ["subject", "step"])
    op.create_index(
        "ix_due_steps_waiting",
        "due_steps",
        ["due_at", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.add_column("participants", sa.Column("inactive_since", _MOMENT, nullable=True))
    for column in _COLUMNS:
        op.add_column("referrals", column.copy())
    _allow((*_DOORS, "field_help"), _MORE_STATES)
    op.create_index("ix_referrals_case_manager", "referrals", ["case_manager"])
    op.create_index(
        "ix_referrals_open",
        "referrals",
        ["state", "priority", "submitted_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_referrals_open", "referrals")
    op.drop_index("ix_referrals_case_manager", "referrals")
    # What the older version does not know stands nearest to these of its own.
    op.execute("UPDATE referrals SET door = 'arrest_diversion' WHERE door = 'field_help'")
    op.execute("UPDATE referrals SET state = 'submitted' WHERE state IN ('needs_info', 'waitlisted')")
    op.execute("UPDATE referrals SET state = 'met' WHERE state = 'intake_done'")
    op.execute(
        "UPDATE referrals SET state = 'not_met' "
        "WHERE state IN ('declined', 'elsewhere', 'withdrawn', 'merged', 'closed')"
    )
    _allow(_DOORS, _STATES)
    for column in reversed(_COLUMNS):
        op.drop_column("referrals", column.name)
    op.drop_column("participants", "inactive_since")
    op.drop_index("ix_due_steps_waiting", "due_steps")
    op.drop_index("ix_due_steps_subject", "due_steps")
    op.drop_table("due_steps")


def _allow(doors: tuple[str, ...], states: tuple[str, ...]) -> None:
    """Other values in the two checks; SQLite copies the table for it and leaves the old checks behind."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("referrals", recreate="always" if sqlite else "auto") as table:
        for name, values in (("door", doors), ("state", states)):
            if not sqlite:
                table.drop_constraint(op.f(f"ck_referrals_{name}"), type_="check")
            named = ", ".join(f"'{value}'" for value in values)
            table.create_check_constraint(op.f(f"ck_referrals_{name}"), f"{name} IN ({named})")
