"""What calendars are told: a body's meetings and days, and the days of those who work with matters."""
