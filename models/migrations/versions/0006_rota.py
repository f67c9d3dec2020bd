"""Spans in which other people are on call, who sleeps, who saw their test card; and field help that became more"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rota_spans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("first_user", sa.String(length=32), nullable=False),
        sa.Column("backup_user", sa.String(length=32), nullable=False),
        sa.Column("begins_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_spans")),
    )
    op.create_index("ix_rota_spans_region", "rota_spans", ["region", "ends_at"])
    op.create_table(
        "silences",
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_silences")),
    )
    op.create_table(
        "test_cards",
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_test_cards")),
    )
    op.add_column("referrals", sa.Column("first_door", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("referrals", "first_door")
    op.drop_table("test_cards")
    op.drop_table("silences")
    op.drop_index("ix_rota_spans_region", "rota_spans")
    op.drop_table("rota_spans")
