"""The heart: a definition, a matter and a command in; events and effects out. Pure."""
