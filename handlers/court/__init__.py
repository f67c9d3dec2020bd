"""Court matters in the folder, the calendar of hearings, possible dates of court calendars, filing holds."""
