"""Roll calls: schedules, each moment that was settled, what was answered; and administrative issues"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('admin_issues',
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('raised_by', sa.String(length=32), nullable=False),
    sa.Column('came_from', sa.String(length=40), nullable=False),
    sa.Column('theme', sa.String(length=16), nullable=False),
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('raised_at', _MOMENT, nullable=False),
    sa.Column('ended', sa.Text(), nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_admin_issues'))
    )
    op.create_index('ix_admin_issues_came_from', 'admin_issues', ['came_from'])
    op.create_index('ix_admin_issues_raised_by', 'admin_issues', ['raised_by'])
    op.create_index('ix_admin_issues_state', 'admin_issues', ['state', 'raised_at'])
    op.create_table('schedules',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('asks', sa.String(length=12), nullable=False),
    sa.Column('region', sa.String(length=32), nullable=False),
    sa.Column('shift', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('begins', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('every', sa.String(length=6), nullable=False),
    sa.Column('interval', sa.Integer(), nullable=False),
    sa.Column('days', sa.String(length=13), nullable=False),
    sa.Column('nth', sa.Integer(), nullable=False),
    sa.Column('on_days', sa.Integer(), nullable=False),
    sa.Column('off_days', sa.Integer(), nullable=False),
    sa.Column('holidays', sa.String(length=10), nullable=False),
    sa.Column('at', sa.String(length=5), nullable=False),
    sa.Column('nudge_minutes', sa.Integer(), nullable=False),
    sa.Column('close_minutes', sa.Integer(), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=False),
    sa.Column('leader', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('anchor', sa.String(length=32), nullable=False),
    sa.Column('from_file', sa.Integer(), nullable=False),
    sa.Column('paused_at', _MOMENT, nullable=True),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('made_by', sa.String(length=32), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedules'))
    )
    op.create_index('ix_schedules_region', 'schedules', ['region', 'shift'])
    op.create_table('firings',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('slot', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('due_at', _MOMENT, nullable=False),
    sa.Column('settled_at', _MOMENT, nullable=False),
    sa.Column('closes_at', _MOMENT, nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('not_delivered', sa.Integer(), nullable=False),
    sa.Column('visitor', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['schedule'], ['schedules.id'], name=op.f('fk_firings_schedule_schedules')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_firings')),
    sa.UniqueConstraint('schedule', 'day', 'slot', name=op.f('uq_firings_schedule_day_slot'))
    )
    op.create_index('ix_firings_due_at', 'firings', ['due_at'])
    op.create_table('in_person',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('visitor', sa.String(length=32), nullable=False),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('in_the_way', sa.String(length=80), nullable=False),
    sa.Column('came_up', sa.Text(), nullable=False),
    sa.Column('logged_at', _MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['schedule'], ['schedules.id'], name=op.f('fk_in_person_schedule_schedules')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_in_person'))
    )
    op.create_index(op.f('ix_in_person_schedule'), 'in_person', ['schedule'])
    op.create_table('schedule_changes',
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('to_day', sa.Date(), nullable=True),
    sa.Column('to_at', sa.String(length=5), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('made_by', sa.String(length=32), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['schedule'], ['schedules.id'], name=op.f('fk_schedule_changes_schedule_schedules')),
    sa.PrimaryKeyConstraint('schedule', 'day', name=op.f('pk_schedule_changes'))
    )
    op.create_table('schedule_seats',
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['schedule'], ['schedules.id'], name=op.f('fk_schedule_seats_schedule_schedules')),
    sa.PrimaryKeyConstraint('schedule', 'member', name=op.f('pk_schedule_seats'))
    )
    op.create_table('shift_answers',
    sa.Column('firing', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('handle', sa.String(length=32), nullable=False),
    sa.Column('in_the_way', sa.String(length=80), nullable=False),
    sa.Column('blocker', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('wants', sa.String(length=60), nullable=False),
    sa.Column('for_shift', sa.Integer(), nullable=False),
    sa.Column('answered_at', _MOMENT, nullable=False),
    sa.Column('changed_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['firing'], ['firings.id'], name=op.f('fk_shift_answers_firing_firings')),
    sa.PrimaryKeyConstraint('firing', 'member', name=op.f('pk_shift_answers')),
    sa.UniqueConstraint('handle', name=op.f('uq_shift_answers_handle'))
    )
    op.create_index('ix_shift_answers_member', 'shift_answers', ['member', 'answered_at'])


def downgrade() -> None:
    op.drop_index('ix_shift_answers_member', table_name='shift_answers')
    op.drop_table('shift_answers')
    op.drop_table('schedule_seats')
    op.drop_table('schedule_changes')
    op.drop_index(op.f('ix_in_person_schedule'), table_name='in_person')
    op.drop_table('in_person')
    op.drop_index('ix_firings_due_at', table_name='firings')
    op.drop_table('firings')
    op.drop_index('ix_schedules_region', table_name='schedules')
    op.drop_table('schedules')
    op.drop_index('ix_admin_issues_state', table_name='admin_issues')
    op.drop_index('ix_admin_issues_raised_by', table_name='admin_issues')
    op.drop_index('ix_admin_issues_came_from', table_name='admin_issues')
    op.drop_table('admin_issues')
