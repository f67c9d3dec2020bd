"""The secure page: links, sessions, views shown, passkeys, and readers' public keys"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('page_links',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('trigger', sa.Text(), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('spent_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_page_links'))
    )
    op.create_index(op.f('ix_page_links_made_at'), 'page_links', ['made_at'], unique=False)
    op.create_table('page_sessions',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('begun_at', _MOMENT, nullable=False),
    sa.Column('seen_at', _MOMENT, nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('linked_at', _MOMENT, nullable=False),
    sa.Column('passkey_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_page_sessions'))
    )
    op.create_index('ix_page_sessions_member', 'page_sessions', ['member'], unique=False)
    op.create_table('page_views',
    sa.Column('id', sa.String(length=34), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('opened_at', _MOMENT, nullable=False),
    sa.Column('blanked_at', _MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_page_views'))
    )
    op.create_index(op.f('ix_page_views_opened_at'), 'page_views', ['opened_at'], unique=False)
    op.create_table('passkeys',
    sa.Column('credential', sa.String(length=1400), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('kept_at', _MOMENT, nullable=False),
    sa.Column('used_at', _MOMENT, nullable=True),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('credential', name=op.f('pk_passkeys'))
    )
    op.create_index('ix_passkeys_member', 'passkeys', ['member'], unique=False)
    op.create_table('recipient_keys',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('member', sa.String(length=32), nullable=False),
    sa.Column('suite', sa.Integer(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', _MOMENT, nullable=False),
    sa.Column('ended_at', _MOMENT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('mac', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipient_keys'))
    )
    op.create_index('ix_recipient_keys_member', 'recipient_keys', ['member'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_recipient_keys_member', table_name='recipient_keys')
    op.drop_table('recipient_keys')
    op.drop_index('ix_passkeys_member', table_name='passkeys')
    op.drop_table('passkeys')
    op.drop_index(op.f('ix_page_views_opened_at'), table_name='page_views')
    op.drop_table('page_views')
    op.drop_index('ix_page_sessions_member', table_name='page_sessions')
    op.drop_table('page_sessions')
    op.drop_index(op.f('ix_page_links_made_at'), table_name='page_links')
    op.drop_table('page_links')
