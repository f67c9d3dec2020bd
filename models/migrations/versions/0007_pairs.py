"""Two references that may be one person, and what people said about it"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_STATE = "state IN ('proposed', 'confirmed', 'different', 'merged')"
_LIKENESS = "likeness IN ('same_name', 'near_name', 'same_number')"


def upgrade() -> None:
    op.create_table(
        "pairs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("newer", sa.String(length=8), nullable=False),
        sa.Column("other", sa.String(length=8), nullable=False),
        sa.Column("likeness", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_at", _MOMENT, nullable=True),
        sa.Column("merged_by", sa.String(length=32), nullable=True),
        sa.Column("merged_at", _MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(_STATE, name=op.f("ck_pairs_state")),
        sa.CheckConstraint(_LIKENESS, name=op.f("ck_pairs_likeness")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sa.UniqueConstraint("newer", "other", name=op.f("uq_pairs_newer_other")),
    )
    op.create_index("ix_pairs_state", "pairs", ["state", "found_at"])
    op.create_index("ix_pairs_other", "pairs", ["other"])


def downgrade() -> None:
    op.drop_index("ix_pairs_other", "pairs")
    op.drop_index("ix_pairs_state", "pairs")
    op.drop_table("pairs")
