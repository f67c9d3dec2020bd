"""Participants with their teams, releases of information, sealed messages, and the disclosure log"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participant", sa.String(length=8), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_member", "assignments", ["member"], unique=False)
    op.create_index("ix_assignments_participant", "assignments", ["participant"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("categories", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("authority", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index("ix_disclosures_about", "disclosures", ["about", "at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("ref", sa.String(length=8), nullable=False),
        sa.Column("sender", sa.String(length=32), nullable=False),
        sa.Column("sender_agency", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.String(length=8), nullable=True),
        sa.Column("to_role", sa.String(length=32), nullable=False),
        sa.Column("to_agency", sa.String(length=120), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_about", "messages", ["about"], unique=False)
    op.create_index("ix_messages_sender", "messages", ["sender", "sent_at"], unique=False)
    op.create_index("ix_messages_to_role", "messages", ["to_role", "to_agency"], unique=False)
    op.create_table(
        "participants",
        sa.Column("ref", sa.String(length=8), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.String(length=10), nullable=False),
        sa.Column("referral", sa.String(length=8), nullable=True),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("rung IN ('none', 'outreach', 'enrolled')", name=op.f("ck_participants_rung")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_participants")),
    )
    op.create_index("ix_participants_agency", "participants", ["agency"], unique=False)
    op.create_index(op.f("ix_participants_referral"), "participants", ["referral"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participant", sa.String(length=8), nullable=False),
        sa.Column("discloser", sa.String(length=120), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_how", sa.String(length=16), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("by_event", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_participant"), "releases", ["participant"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("release_id", sa.String(length=32), nullable=False),
        sa.Column("participant", sa.String(length=8), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("regions", sa.String(length=400), nullable=False),
        sa.Column("categories", sa.String(length=200), nullable=False),
        sa.Column("purposes", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_how", sa.String(length=16), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_consents_release_id_releases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_expires_on", "consents", ["expires_on"], unique=False)
    op.create_index("ix_consents_participant", "consents", ["participant"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_consents_participant", table_name="consents")
    op.drop_index("ix_consents_expires_on", table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_releases_participant"), table_name="releases")
    op.drop_table("releases")
    op.drop_index(op.f("ix_participants_referral"), table_name="participants")
    op.drop_index("ix_participants_agency", table_name="participants")
    op.drop_table("participants")
    op.drop_index("ix_messages_to_role", table_name="messages")
    op.drop_index("ix_messages_sender", table_name="messages")
    op.drop_index("ix_messages_about", table_name="messages")
    op.drop_table("messages")
    op.drop_index("ix_disclosures_about", table_name="disclosures")
    op.drop_table("disclosures")
    op.drop_index("ix_assignments_participant", table_name="assignments")
    op.drop_index("ix_assignments_member", table_name="assignments")
    op.drop_table("assignments")
