"""The definition language: read from YAML, checked, composed and addressed by content."""
