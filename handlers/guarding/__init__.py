"""The channel guard: looks at what is written in the group's channels, and has it taken down."""
