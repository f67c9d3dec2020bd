"""Changes that wait for two people, and what a seat says of leave and of an acting role"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_A_SEAT = (
    ("leave_from", sa.Date()),
    ("leave_until", sa.Date()),
    ("acting_role", sa.String(length=32)),
    ("acting_from", sa.Date()),
    ("acting_until", sa.Date()),
)


def upgrade() -> None:
    for name, kind in _OF_A_SEAT:
        op.add_column("members", sa.Column(name, kind, nullable=True))
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("first_by", sa.String(length=32), nullable=True),
        sa.Column("first_agency", sa.String(length=120), nullable=True),
        sa.Column("second_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(
        "ix_proposals_open",
        "proposals",
        ["kind", "subject"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_proposals_open",
        "proposals",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_table("proposals")
    for name, _ in reversed(_OF_A_SEAT):
        op.drop_column("members", name)
