"""The rota in Slack: who is on call, who stands in, whose Slack sleeps, and whom a card has never reached."""
