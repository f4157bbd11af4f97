"""What happens at a meeting, as data: the roll, the agenda, votes, paragraph numbers, minutes. Pure."""
