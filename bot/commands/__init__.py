"""The commands of `leadbot`, by who needs them: running, people, keeping, looking."""
