"""Conferences, situations, meetings and their agendas, actions, what goes to the policy group, free places"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column('admin_issues', sa.Column('group_code', sa.String(length=32), nullable=False, server_default=""))
    op.add_column('admin_issues', sa.Column('due_on', sa.Date(), nullable=True))
    op.create_table('actions',
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('came_from', sa.String(length=8), nullable=False),
    sa.Column('meeting', sa.String(length=32), nullable=False),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('participant', sa.String(length=8), nullable=False),
    sa.Column('sphere', sa.String(length=16), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.String(length=32), nullable=False),
    sa.Column('proposer_agency', sa.String(length=120), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('owner_agency', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('because', sa.String(length=16), nullable=False),
    sa.Column('fund', sa.String(length=32), nullable=False),
    sa.Column('approval', sa.String(length=8), nullable=False),
    sa.Column('proposed_at', _MOMENT, nullable=False),
    sa.Column('taken_at', _MOMENT, nullable=True),
    sa.Column('settled_at', _MOMENT, nullable=True),
    sa.Column('carried', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_actions'))
    )
    op.create_index('ix_actions_came_from', 'actions', ['came_from'], unique=False)
    op.create_index('ix_actions_group', 'actions', ['group_code', 'state'], unique=False)
    op.create_index('ix_actions_owner', 'actions', ['owner', 'state'], unique=False)
    op.create_table('aparts',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('one', sa.String(length=8), nullable=False),
    sa.Column('other', sa.String(length=8), nullable=False),
    sa.Column('noted_by', sa.String(length=32), nullable=False),
    sa.Column('noted_at', _MOMENT, nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aparts'))
    )
    op.create_index(op.f('ix_aparts_one'), 'aparts', ['one'], unique=False)
    op.create_index(op.f('ix_aparts_other'), 'aparts', ['other'], unique=False)
    op.create_table('claims',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('place', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('claimed_at', _MOMENT, nullable=False),
    sa.Column('given_back_at', _MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claims'))
    )
    op.create_index(op.f('ix_claims_place'), 'claims', ['place'], unique=False)
    op.create_table('conferences',
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('about', sa.String(length=10), nullable=False),
    sa.Column('participant', sa.String(length=8), nullable=False),
    sa.Column('situation', sa.String(length=8), nullable=False),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('regions', sa.String(length=400), nullable=False),
    sa.Column('asker', sa.String(length=32), nullable=False),
    sa.Column('asker_agency', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('wanted', sa.String(length=16), nullable=False),
    sa.Column('facilitator', sa.String(length=32), nullable=False),
    sa.Column('meeting', sa.String(length=32), nullable=False),
    sa.Column('starts_at', _MOMENT, nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.Column('closed_at', _MOMENT, nullable=True),
    sa.Column('anchor', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_conferences'))
    )
    op.create_index('ix_conferences_asker', 'conferences', ['asker'], unique=False)
    op.create_index('ix_conferences_group', 'conferences', ['group_code', 'state'], unique=False)
    op.create_index('ix_conferences_participant', 'conferences', ['participant'], unique=False)
    op.create_table('critical_calls',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('begun_by', sa.String(length=32), nullable=False),
    sa.Column('begun_at', _MOMENT, nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_critical_calls'))
    )
    op.create_table('funds',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('cents', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_funds'))
    )
    op.create_table('meetings',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('schedule', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('starts_at', _MOMENT, nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('facilitator', sa.String(length=32), nullable=False),
    sa.Column('special', sa.Integer(), nullable=False),
    sa.Column('called_for', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('anchor', sa.String(length=32), nullable=False),
    sa.Column('item', sa.String(length=32), nullable=False),
    sa.Column('item_since', _MOMENT, nullable=True),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('begun_at', _MOMENT, nullable=True),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meetings'))
    )
    op.create_index('ix_meetings_group', 'meetings', ['group_code', 'starts_at'], unique=False)
    op.create_index('ix_meetings_schedule', 'meetings', ['schedule', 'day'], unique=False)
    op.create_table('rule_readings',
    sa.Column('site_version', sa.Integer(), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.Column('read_at', _MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('site_version', 'member', name=op.f('pk_rule_readings'))
    )
    op.create_table('situations',
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('region', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('times', sa.Text(), nullable=False),
    sa.Column('pattern', sa.Text(), nullable=False),
    sa.Column('harms', sa.Text(), nullable=False),
    sa.Column('tried', sa.Text(), nullable=False),
    sa.Column('raised_by', sa.String(length=32), nullable=False),
    sa.Column('came_from', sa.String(length=40), nullable=False),
    sa.Column('wanted', sa.String(length=16), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('raised_at', _MOMENT, nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('looked_back', sa.Integer(), nullable=False),
    sa.Column('ended', sa.Text(), nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('anchor', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_situations'))
    )
    op.create_index('ix_situations_group', 'situations', ['group_code', 'state'], unique=False)
    op.create_index('ix_situations_raised_by', 'situations', ['raised_by'], unique=False)
    op.create_index('ix_situations_came_from', 'situations', ['came_from'], unique=False)
    op.create_table('vacant_places',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('region', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('posted_by', sa.String(length=32), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('posted_at', _MOMENT, nullable=False),
    sa.Column('expires_at', _MOMENT, nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacant_places'))
    )
    op.create_index('ix_vacant_places_expires_at', 'vacant_places', ['expires_at'], unique=False)
    op.create_table('agenda_items',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('meeting', sa.String(length=32), nullable=True),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('section', sa.String(length=12), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('put_by', sa.String(length=32), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('settled_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['meeting'], ['meetings.id'], name=op.f('fk_agenda_items_meeting_meetings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_items')),
    sa.UniqueConstraint('meeting', 'section', 'subject', 'words', name=op.f('uq_agenda_items_meeting_section_subject_words'))
    )
    op.create_index(
        'ix_agenda_items_waiting', 'agenda_items', ['group_code'], unique=False,
        sqlite_where=sa.text('meeting IS NULL'), postgresql_where=sa.text('meeting IS NULL'),
    )
    op.create_table('attendances',
    sa.Column('meeting', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('at', _MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['meeting'], ['meetings.id'], name=op.f('fk_attendances_meeting_meetings')),
    sa.PrimaryKeyConstraint('meeting', 'member', name=op.f('pk_attendances'))
    )
    op.create_table('called',
    sa.Column('call', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('knows_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['call'], ['critical_calls.id'], name=op.f('fk_called_call_critical_calls')),
    sa.PrimaryKeyConstraint('call', 'member', name=op.f('pk_called'))
    )
    op.create_table('conference_seats',
    sa.Column('conference', sa.String(length=8), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('invited_at', _MOMENT, nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('attended_at', _MOMENT, nullable=True),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['conference'], ['conferences.ref'], name=op.f('fk_conference_seats_conference_conferences')),
    sa.PrimaryKeyConstraint('conference', 'member', name=op.f('pk_conference_seats'))
    )
    op.create_table('conference_wishes',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('conference', sa.String(length=8), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('about', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('wanted', sa.String(length=16), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['conference'], ['conferences.ref'], name=op.f('fk_conference_wishes_conference_conferences')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_wishes'))
    )
    op.create_index(op.f('ix_conference_wishes_conference'), 'conference_wishes', ['conference'], unique=False)
    op.create_table('policy_proposals',
    sa.Column('issue', sa.String(length=8), nullable=False),
    sa.Column('group_code', sa.String(length=32), nullable=False),
    sa.Column('background', sa.Text(), nullable=False),
    sa.Column('options', sa.Text(), nullable=False),
    sa.Column('touches', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('effective', sa.Date(), nullable=True),
    sa.Column('site_version', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.String(length=32), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('answered_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['issue'], ['admin_issues.ref'], name=op.f('fk_policy_proposals_issue_admin_issues')),
    sa.PrimaryKeyConstraint('issue', name=op.f('pk_policy_proposals'))
    )
    op.create_index('ix_policy_proposals_group', 'policy_proposals', ['group_code', 'state'], unique=False)
    op.create_table('situation_counts',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('situation', sa.String(length=8), nullable=False),
    sa.Column('counted', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('entered_by', sa.String(length=32), nullable=False),
    sa.Column('at', _MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['situation'], ['situations.ref'], name=op.f('fk_situation_counts_situation_situations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_situation_counts'))
    )
    op.create_index(op.f('ix_situation_counts_situation'), 'situation_counts', ['situation'], unique=False)
    op.create_table('passings_on',
    sa.Column('issue', sa.String(length=8), nullable=False),
    sa.Column('agency', sa.String(length=120), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.Column('passed_on_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['issue'], ['policy_proposals.issue'], name=op.f('fk_passings_on_issue_policy_proposals')),
    sa.PrimaryKeyConstraint('issue', 'agency', name=op.f('pk_passings_on'))
    )
    op.create_table('soundings',
    sa.Column('issue', sa.String(length=8), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('stance', sa.String(length=16), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('asked_at', _MOMENT, nullable=False),
    sa.Column('said_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['issue'], ['policy_proposals.issue'], name=op.f('fk_soundings_issue_policy_proposals')),
    sa.PrimaryKeyConstraint('issue', 'member', name=op.f('pk_soundings'))
    )
    

def downgrade() -> None:
    op.drop_table('soundings')
    op.drop_table('passings_on')
    op.drop_index(op.f('ix_situation_counts_situation'), table_name='situation_counts')
    op.drop_table('situation_counts')
    op.drop_index('ix_policy_proposals_group', table_name='policy_proposals')
    op.drop_table('policy_proposals')
    op.drop_index(op.f('ix_conference_wishes_conference'), table_name='conference_wishes')
    op.drop_table('conference_wishes')
    op.drop_table('conference_seats')
    op.drop_table('called')
    op.drop_table('attendances')
    op.drop_index(
        'ix_agenda_items_waiting', table_name='agenda_items',
        sqlite_where=sa.text('meeting IS NULL'), postgresql_where=sa.text('meeting IS NULL'),
    )
    op.drop_table('agenda_items')
    op.drop_index('ix_vacant_places_expires_at', table_name='vacant_places')
    op.drop_table('vacant_places')
    op.drop_index('ix_situations_came_from', table_name='situations')
    op.drop_index('ix_situations_raised_by', table_name='situations')
    op.drop_index('ix_situations_group', table_name='situations')
    op.drop_table('situations')
    op.drop_table('rule_readings')
    op.drop_index('ix_meetings_schedule', table_name='meetings')
    op.drop_index('ix_meetings_group', table_name='meetings')
    op.drop_table('meetings')
    op.drop_table('funds')
    op.drop_table('critical_calls')
    op.drop_index('ix_conferences_participant', table_name='conferences')
    op.drop_index('ix_conferences_group', table_name='conferences')
    op.drop_index('ix_conferences_asker', table_name='conferences')
    op.drop_table('conferences')
    op.drop_index(op.f('ix_claims_place'), table_name='claims')
    op.drop_table('claims')
    op.drop_index(op.f('ix_aparts_other'), table_name='aparts')
    op.drop_index(op.f('ix_aparts_one'), table_name='aparts')
    op.drop_table('aparts')
    op.drop_index('ix_actions_owner', table_name='actions')
    op.drop_index('ix_actions_group', table_name='actions')
    op.drop_index('ix_actions_came_from', table_name='actions')
    op.drop_table('actions')
    op.drop_column('admin_issues', 'due_on')
    op.drop_column('admin_issues', 'group_code')
