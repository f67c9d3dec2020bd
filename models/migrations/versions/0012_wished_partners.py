"""Whom somebody would like to see at the conference they ask for: kinds of partner, nobody by name"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conference_wishes", sa.Column("partners", sa.String(length=200), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("conference_wishes", "partners")
