"""Commands carried out: ports, one handler per concern, the bus. Never commits outside the bus."""
