"""How messages leave the house: rendering, SMTP and the local maildir."""
