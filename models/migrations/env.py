"""What Alembic runs: on the engine it is handed, in one transaction."""

from __future__ import annotations

from alembic import context

from models import (
    action,
    admin_issue,
    audit_rows,
    conference,
    court_matter,
    disclosure,
    due,
    envelope,
    lease,
    legal_capacity,
    meeting,
    message,
    notice,
    pair,
    participant,
    people,
    ping,
    policy,
    proposal,
    referral,
    replay,
    rollcall,
    rota,
    secure_page,
    site_versions,
    situation,
    stops,
    test_card,
    vacant_place,
)
from models.schema import Base

# Importing the subjects fills Base.metadata.
SUBJECTS = (
    *(
        action,
        admin_issue,
        audit_rows,
        conference,
        court_matter,
        disclosure,
        due,
        envelope,
        lease,
        legal_capacity,
        message,
    ),
    *(meeting, notice, pair, participant, people, ping, policy, proposal, referral, replay, rollcall, rota),
    *(secure_page, site_versions, situation, stops, test_card, vacant_place),
)

engine = context.config.attributes["engine"].execution_options(leadbot_writes=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",  # SQLite cannot alter a column in place
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
