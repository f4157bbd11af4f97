"""Where a calendar is read. One that names matters has a key in its address, which only its readers know."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Literal
from urllib.parse import quote

_KEY_LETTERS = 40  # of hexadecimal: 160 bits

Whose = Literal["body", "role", "owner"]
_FOLDER = {"body": "", "role": "roll/", "owner": "person/"}


@dataclass(frozen=True, slots=True)
class Address:
    """Whose calendar it is: a body by its code, a role by its name in the engine, a person by name."""

    organisation: str
    whose: Whose
    name: str

    @property
    def public(self) -> bool:
        """Whether anybody may read it."""
        return self.whose == "body"

    @property
    def path(self) -> str:
        """The path of its URL, without the key."""
        place, name = (quote(part, safe="") for part in (self.organisation, self.name))
        return f"/kalender/{place}/{_FOLDER[self.whose]}{name}.ics"

    def key(self, secret: str) -> str:
        """Its own key: whoever has one can't work out another (HMAC, RFC 2104)."""
        message = f"{self.organisation}\n{self.whose}\n{self.name}".encode()
        return digest(secret.encode(), message, sha256).hex()[:_KEY_LETTERS]

    def opens(self, secret: str, key: str) -> bool:
        """Whether the key is its own; takes as long whatever is given."""
        return compare_digest(self.key(secret).encode(), key.encode("utf-8", "replace"))
