"""Every situation that a matter of a type can come into, walked with the real machine."""
