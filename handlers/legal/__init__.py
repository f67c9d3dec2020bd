"""The other lawyers: questions by case number, counsel told of dates, contact cards, civil legal help."""
