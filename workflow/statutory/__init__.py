"""Swedish statutory time: the calendar, periods, and the rules by their sections. Pure."""
