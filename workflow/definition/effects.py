"""The registry of named effects: what a transition may ask for besides moving a point."""

from collections.abc import Mapping

EFFECTS: Mapping[str, str] = {
    "use_minority_right": "Minoritetens rätt till bordläggning eller återremiss är använd (KL 5:50)",
    "post_notice": "Sätt upp anslaget på organisationens anslagstavlor (KL 8:12)",
    "post_announcement": "Kungör sammanträdet på organisationens anslagstavlor (KL 5:13)",
    "post_announcement_again": "Kungör sammanträdet på nytt, med det som har kommit till (KL 5:14)",
    "remove_announcement": "Ta ned kungörelsen när sammanträdet har varit, eller inte blir av",
    "summon": "Skicka kallelsen, och kungör fullmäktiges sammanträde (KL 5:13, 5:15, 6:23)",
    "supplement": "Skicka kallelsen på nytt med det som har kommit till, och kungör det (KL 5:14)",
    "open_meeting": "Öppna sammanträdet; bara om det är beslutfört (KL 5:45, 6:27)",
    "close_meeting": "Avsluta sammanträdet; antalet paragrafer ligger fast",
    "call_off": "Tala om för de kallade att sammanträdet inte blir av",
    "confirm_board": "En tavla som någon annan sköter bär anslaget; den sista räknas (KL 9:32)",
    "note_down_early": "Anslaget försvann för tidigt från en tavla: tiden löper inte ut (KL 13:5)",
    "post_notice_again": "Sätt upp anslaget på nytt där det försvann; en ny tid börjar",
    "publish_minutes": "Visa hela protokollet bredvid anslaget efter en persons granskning (KL 8:10)",
    "withdraw_minutes": "Visa inte hela protokollet längre",
    "remove_notices": "Ta ned anslaget, aldrig före tiden för överklagande är slut (KL 13:5)",
}
"""Name to what it does, as the office reads it."""
