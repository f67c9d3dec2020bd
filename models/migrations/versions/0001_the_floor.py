"""The floor: people, site, referrals, sealed details, audit, outbox"""

import sqlalchemy as sa
from alembic import op

from models.audit_rows import append_only_ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("objects", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_events")),
    )
    op.create_table(
        "audit_heads",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "envelopes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("site", sa.String(length=36), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("custodian", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("created", sa.String(length=20), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("suite", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelopes")),
    )
    op.create_index(op.f("ix_envelopes_subject"), "envelopes", ["subject"], unique=False)

    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "members",
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.String(length=400), nullable=False),
        sa.Column("regions", sa.String(length=400), nullable=False),
        sa.Column("account", sa.String(length=10), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("slack_user_id", name=op.f("pk_members")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("dedupe_key", sa.String(length=160), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=True),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notices_dedupe_key")),
    )
    op.create_index("ix_notices_handle", "notices", ["handle"], unique=False)
    op.create_index(
        "ix_notices_lane_waiting",
        "notices",
        ["lane", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_notices_leased",
        "notices",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL AND lease_until IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NULL AND lease_until IS NOT NULL"),
    )
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )

    op.create_table(
        "referrals",
        sa.Column("ref", sa.String(length=8), nullable=False),
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("referrer", sa.String(length=32), nullable=False),
        sa.Column("referrer_agency", sa.String(length=120), nullable=False),
        sa.Column("view_id", sa.String(length=64), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=32), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responder", sa.String(length=32), nullable=True),
        sa.Column("eta_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "door IN ('arrest_diversion', 'social_contact', 'community')", name=op.f("ck_referrals_door")
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'dispatched', 'met', 'not_met')", name=op.f("ck_referrals_state")
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_referrals")),
        sa.UniqueConstraint("view_id", name=op.f("uq_referrals_view_id")),
    )
    op.create_index("ix_referrals_referrer", "referrals", ["referrer", "submitted_at"], unique=False)

    op.create_table(
        "replays",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_replays")),
    )
    op.create_index(op.f("ix_replays_at"), "replays", ["at"], unique=False)

    op.create_table(
        "revocation_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_marks")),
    )
    op.create_table(
        "sealed_items",
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_sealed_items")),
    )
    op.create_index("ix_sealed_items_recipient", "sealed_items", ["recipient", "basis", "created_at"], unique=False)
    op.create_index("ix_sealed_items_subject", "sealed_items", ["subject"], unique=False)

    op.create_table(
        "site_identity",
        sa.Column("site_id", sa.String(length=36), nullable=False),
        sa.Column("ring_fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_identity")),
    )
    op.create_table(
        "site_versions",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_site_versions")),
    )
    op.create_table(
        "custody_wraps",
        sa.Column("envelope_id", sa.String(length=36), nullable=False),
        sa.Column("kek_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["envelope_id"], ["envelopes.id"], name=op.f("fk_custody_wraps_envelope_id_envelopes")
        ),
        sa.PrimaryKeyConstraint("envelope_id", name=op.f("pk_custody_wraps")),
    )
    op.create_index(op.f("ix_custody_wraps_kek_id"), "custody_wraps", ["kek_id"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("envelope_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("not_after", sa.String(length=20), nullable=False),
        sa.Column("kek_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["envelope_id"], ["envelopes.id"], name=op.f("fk_grants_envelope_id_envelopes")
        ),
        sa.ForeignKeyConstraint(
            ["handle"], ["sealed_items.handle"], name=op.f("fk_grants_handle_sealed_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("handle", "envelope_id", name=op.f("uq_grants_handle_envelope_id")),
    )
    op.create_index("ix_grants_envelope_id", "grants", ["envelope_id"], unique=False)
    op.create_index(op.f("ix_grants_kek_id"), "grants", ["kek_id"], unique=False)
    for statement in append_only_ddl(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_grants_kek_id"), "grants")
    op.drop_index("ix_grants_envelope_id", "grants")

    op.drop_table("grants")
    op.drop_index(op.f("ix_custody_wraps_kek_id"), "custody_wraps")

    op.drop_table("custody_wraps")
    op.drop_table("site_versions")
    op.drop_table("site_identity")
    op.drop_index("ix_sealed_items_subject", "sealed_items")
    op.drop_index("ix_sealed_items_recipient", "sealed_items")

    op.drop_table("sealed_items")
    op.drop_table("revocation_marks")
    op.drop_index(op.f("ix_replays_at"), "replays")

    op.drop_table("replays")
    op.drop_index("ix_referrals_referrer", "referrals")

    op.drop_table("referrals")
    op.drop_index(
        "ix_notices_waiting",
        "notices",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_index(
        "ix_notices_leased",
        "notices",
        sqlite_where=sa.text("settled_at IS NULL AND lease_until IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NULL AND lease_until IS NOT NULL"),
    )
    op.drop_index(
        "ix_notices_lane_waiting",
        "notices",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_index("ix_notices_handle", "notices")

    op.drop_table("notices")
    op.drop_table("members")
    op.drop_table("leases")
    op.drop_index(op.f("ix_envelopes_subject"), "envelopes")

    op.drop_table("envelopes")
    op.drop_table("audit_heads")
    op.drop_table("audit_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_rows_stay()")
