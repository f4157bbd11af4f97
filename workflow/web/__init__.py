"""The public edge: the notice board, and what an operator's monitoring reads."""
