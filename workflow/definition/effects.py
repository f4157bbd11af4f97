"""The registry of named effects: what a transition may ask for besides moving a point."""

from collections.abc import Mapping

EFFECTS: Mapping[str, str] = {
    "use_minority_right": "Minoritetens rätt till bordläggning eller återremiss är använd (KL 5:50)",
    "post_notice": "Sätt upp anslaget på organisationens anslagstavlor (KL 8:12)",
    "remove_notices": "Ta ned anslaget, aldrig före tiden för överklagande är slut (KL 13:5)",
}
"""Name to what it does, as the office reads it."""
