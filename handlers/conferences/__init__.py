"""Case conferences: on a participant or a potential referral, asked for, held around sealed briefs, left."""
