"""``schedule import|compare``."""
