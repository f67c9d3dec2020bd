"""Court matters, what a calendar may say of them, coordination with lawyers, who has room, and a month's stops"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('court_matters',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('participant', sa.String(length=8), nullable=False),
    sa.Column('court', sa.String(length=32), nullable=False),
    sa.Column('office', sa.String(length=120), nullable=False),
    sa.Column('arose', sa.String(length=8), nullable=False),
    sa.Column('hearing_at', _MOMENT, nullable=True),
    sa.Column('page', sa.String(length=36), nullable=False),
    sa.Column('entered_by', sa.String(length=32), nullable=False),
    sa.Column('entered_at', _MOMENT, nullable=False),
    sa.Column('closed_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_court_matters'))
    )
    op.create_index('ix_court_matters_hearing_at', 'court_matters', ['hearing_at'])
    op.create_index('ix_court_matters_participant', 'court_matters', ['participant'])
    op.create_table('golden_rule_months',
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('stops', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('month', name=op.f('pk_golden_rule_months'))
    )
    op.create_table('legal_capacities',
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('not_until', sa.Date(), nullable=True),
    sa.Column('said_by', sa.String(length=32), nullable=False),
    sa.Column('said_at', _MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('agency', name=op.f('pk_legal_capacities'))
    )
    op.create_table('pings',
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('side', sa.String(length=16), nullable=False),
    sa.Column('ask', sa.String(length=20), nullable=False),
    sa.Column('participant', sa.String(length=8), nullable=False),
    sa.Column('matter', sa.String(length=32), nullable=False),
    sa.Column('asker', sa.String(length=32), nullable=False),
    sa.Column('asker_agency', sa.String(length=120), nullable=False),
    sa.Column('office', sa.String(length=120), nullable=False),
    sa.Column('court', sa.String(length=32), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('hearing_at', _MOMENT, nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.Column('answer_by', _MOMENT, nullable=True),
    sa.Column('holder', sa.String(length=32), nullable=True),
    sa.Column('taken_at', _MOMENT, nullable=True),
    sa.Column('office_by', sa.Date(), nullable=True),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('decided_at', _MOMENT, nullable=True),
    sa.Column('hold_until', sa.Date(), nullable=True),
    sa.Column('independent', sa.Integer(), nullable=False),
    sa.Column('closed_at', _MOMENT, nullable=True),
    sa.Column('not_after', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_pings'))
    )
    op.create_index('ix_pings_asker', 'pings', ['asker', 'asked_at'])
    op.create_index('ix_pings_matter', 'pings', ['matter'])
    op.create_index('ix_pings_office', 'pings', ['office', 'state'])
    op.create_index('ix_pings_participant', 'pings', ['participant'])
    op.create_table('possible_hearings',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('participant', sa.String(length=8), nullable=False),
    sa.Column('matter', sa.String(length=32), nullable=False),
    sa.Column('court', sa.String(length=32), nullable=False),
    sa.Column('hearing_at', _MOMENT, nullable=True),
    sa.Column('page', sa.String(length=36), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('found_at', _MOMENT, nullable=False),
    sa.Column('settled_at', _MOMENT, nullable=True),
    sa.Column('settled_by', sa.String(length=32), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_possible_hearings')),
    sa.UniqueConstraint('digest', name=op.f('uq_possible_hearings_digest'))
    )
    op.create_index('ix_possible_hearings_participant', 'possible_hearings', ['participant'])


def downgrade() -> None:
    op.drop_index('ix_possible_hearings_participant', table_name='possible_hearings')
    op.drop_table('possible_hearings')
    op.drop_index('ix_pings_participant', table_name='pings')
    op.drop_index('ix_pings_office', table_name='pings')
    op.drop_index('ix_pings_matter', table_name='pings')
    op.drop_index('ix_pings_asker', table_name='pings')
    op.drop_table('pings')
    op.drop_table('legal_capacities')
    op.drop_table('golden_rule_months')
    op.drop_index('ix_court_matters_participant', table_name='court_matters')
    op.drop_index('ix_court_matters_hearing_at', table_name='court_matters')
    op.drop_table('court_matters')
