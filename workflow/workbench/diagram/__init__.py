"""A picture of the way a matter goes: a matter type's states and events, as Mermaid or SVG."""
