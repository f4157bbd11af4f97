"""What each rule is called, how grave it is, and whether the office may allow what it finds.

Only what can't stop or mislead a running matter may be allowed by a comment in the file (see
``allowances.py``): a definition is used although it has it. The pages are in ``docs/rules``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.definition.findings import Rule, Severity
from workflow.definition.map_checks import MapRule


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of a rule.

    Attributes:
        title: in Swedish, as a sentence about what is wrong, without a stop.
        severity: what its findings normally are.
        allowed: whether a comment with a reason may allow it.
    """

    title: str
    severity: Severity = "error"
    allowed: bool = False


RULEBOOK: Mapping[Rule, About] = {
    Rule.UNREADABLE: About("Filen går inte att läsa"),
    Rule.SYNTAX: About("Filen är inte giltig YAML"),
    Rule.DUPLICATE_KEY: About("En nyckel står två gånger"),
    Rule.UNKNOWN_KEY: About("En nyckel finns inte i språket"),
    Rule.WRONG_VALUE: About("Ett värde har fel slag eller fel form"),
    Rule.MISSING_KEY: About("En nyckel saknas"),
    Rule.SURPRISE: About("YAML läser värdet som något annat än det ser ut"),
    Rule.TOO_MUCH: About("Filen är för djup, för stor eller använder för mycket av YAML"),
    Rule.LABEL: About("Ett namn för den som läser saknas eller är tomt"),
    Rule.ROUTE: About("En väg finns inte, går inte att använda eller går i ring"),
    Rule.PARAMETER: About("En parameter till en väg saknas eller finns inte"),
    Rule.NAME_TAKEN: About("Två filer har samma namn"),
    Rule.INITIAL: About("Det är oklart var ärendet börjar"),
    Rule.UNKNOWN_STATE: About("Ett läge finns inte"),
    Rule.UNKNOWN_EVENT: About("En händelse finns inte eller kan aldrig hända"),
    # Harmless to matters that never get there; one that is taken over may begin in it.
    Rule.UNREACHABLE: About("Ett läge kan inte nås", allowed=True),
    Rule.TRAP: About("Från ett läge leder ingen väg vidare"),
    Rule.NO_WAY_OUT: About("Från ett läge kan inget slut nås"),
    Rule.NO_FINAL: About("Inget läge är ett slut"),
    Rule.LEAVES_FINAL: About("En övergång lämnar ett slut"),
    # The engine takes the first one, always.
    Rule.OVERLAP: About("En övergång används aldrig", allowed=True),
    Rule.GUARD: About("Ett villkor går inte att använda"),
    # Not allowed: what is never true looks like a way out to the other checks.
    Rule.CONSTANT_GUARD: About("Ett villkor är alltid sant eller alltid falskt"),
    # The matter is in every list; it is only that nobody is reminded.
    Rule.UNATTENDED: About("Ärendet väntar utan att någon har det", allowed=True),
    Rule.EXPIRY: About("Ingen tar hand om att fristen går ut"),
    Rule.REMINDER: About("En påminnelse kommer innan fristen börjar"),
    Rule.DEADLINE: About("Det är oklart när fristen löper ut"),
    Rule.UNKNOWN_RULE: About("En lagregel finns inte"),
    Rule.UNKNOWN_BODY: About("Ett organ finns inte"),
    Rule.UNKNOWN_ROLE: About("En roll finns inte"),
    Rule.UNKNOWN_TEMPLATE: About("En mall finns inte"),
    Rule.UNKNOWN_FIELD: About("Ett fält finns inte eller har fel typ"),
    Rule.UNKNOWN_TYPE: About("En ärendetyp finns inte"),
    Rule.UNKNOWN_EFFECT: About("En verkan finns inte"),
    Rule.AUTOMATIC_LOOP: About("Motorn går runt utan att vänta"),
    Rule.JOIN: About("Svaren från andra kan aldrig räcka till"),
    Rule.CHILD_RECURSION: About("Ärenden startar varandra utan slut"),
    # The law's exceptions have a line of their own: requires_preparation.
    Rule.PREPARATION: About("Fullmäktige kan besluta utan att styrelsen haft ärendet"),
    Rule.BEFORE_ADJUSTMENT: About("Beslutet skickas före justeringen, men något väntar på den"),
    # A name that isn't in the register goes to a person; an address in a text does nothing.
    Rule.ADDRESS: About("En adress är inskriven i definitionen", allowed=True),
    Rule.BODIES: About("Organ är fel ordnade under varandra"),
    Rule.UNRESOLVED: About("En roll eller en grupp pekar på någon som inte finns"),
    Rule.ALIAS: About("Ett ord leder till två"),
    Rule.MEETS: About("Sammanträdesdagarna står inte i ordning"),
    Rule.EMAIL: About("En e-postadress är fel skriven"),
    Rule.FIELD: About("Ett fälts val och värde stämmer inte"),
    Rule.UNKNOWN_ORGANISATION: About("En organisation finns inte"),
    Rule.NEW_POINT: About("Händelsen kan inte öppna en ny beslutspunkt"),
    Rule.STUCK: About("Ärendet kan fastna i ett läge"),
    # Whoever is refused reads the conditions; what the engine drops is seen among what waits.
    Rule.FALLS_THROUGH: About("Inget av villkoren gäller i något fall", "warning", allowed=True),
    Rule.IMPOSSIBLE_VALUE: About("Ett villkor jämför med något som inte finns"),
    Rule.UNSET_FIELD: About("Ett villkor gäller för att ett fält är tomt", "warning", allowed=True),
    # Every decision lists its own recipients too.
    Rule.NOBODY: About("En lista med mottagare kan vara tom", "warning", allowed=True),
    Rule.UNKNOWN_RECIPIENT: About("En mottagare finns inte i något register"),
    Rule.TEMPLATE: About("En mall går inte att använda"),
    Rule.TEMPLATE_VALUE: About("En mall använder ett värde som meddelandet saknar"),
    Rule.UNESCAPED: About("Text utifrån kan bli kod i ett mejl"),
    Rule.HEADER: About("Ett namn som skrivs i mejlhuvuden har flera rader"),
    Rule.CIRCLE: About("Frister för ärendet runt utan slut", allowed=True),
    Rule.SILENT: About("Ingen får veta att fristen går ut", "warning", allowed=True),
    Rule.ENGINE_ONLY: About("Bara motorn får, men den gör det aldrig"),
    Rule.ENGINE_LACKS: About("Motorn har inte de uppgifter som krävs"),
    Rule.CHILD_FIELDS: About("Ärendet som startas skulle avvisas"),
    Rule.ANSWER: About("Ett svar kan aldrig komma"),
    # What only looks like one may stand.
    Rule.SECRET: About("Något hemligt är inskrivet", allowed=True),
    Rule.UNUSED: About("Något är deklarerat men används inte", "warning", allowed=True),
    Rule.EMPTY_CHILDREN: About("Ingen att fråga när ärenden ska startas"),
    Rule.NO_CLOCK: About("Läget väntar på en frist som kan saknas", "warning", allowed=True),
    Rule.NO_ADDRESS: About("En roll har ingen adress", "warning", allowed=True),
    Rule.INVARIANT: About("Ett villkor under never eller always går inte att använda"),
    Rule.INVARIANT_CONSTANT: About("En rad under never eller always säger ingenting"),
    Rule.INVARIANT_VALUE: About("En rad under never eller always nämner något som inte finns"),
    Rule.INVARIANT_TWICE: About("Samma namn står under never och always"),
    Rule.INVARIANT_NAME: About("Namnet på raden hör till en inbyggd egenskap"),
    Rule.STRANDED: About("Den nya versionen strandar pågående ärenden"),
    Rule.ALLOWS_WITHOUT_REASON: About("Något tillåts utan skäl"),
    Rule.ALLOWS_UNKNOWN: About("En regel som inte finns tillåts"),
    Rule.ALLOWS_TOO_MUCH: About("Något som inte får tillåtas tillåts"),
    Rule.ALLOWS_NOTHING: About("En kommentar tillåter inget", severity="warning"),
    # The engine takes the first one, always; the file only doesn't say that this is meant.
    Rule.TWO_AT_ONCE: About("Motorn kan göra två saker på en gång", "warning", allowed=True),
    Rule.OVER_AT_ONCE: About("Ärendet slutar i samma stund som det börjar"),
    Rule.TWO_MEETINGS: About("Ett organ har två sammanträden på samma gång"),
    Rule.SCHEDULE: About("Sammanträdesplanen går inte ihop"),
    # Nobody is hindered by law from meeting on a Sunday.
    Rule.CLOSED_MEETING: About("Ett sammanträde är på en stängd dag", "warning", allowed=True),
    Rule.SEATS: About("Ledamöterna i ett organ stämmer inte"),
}

MAPS: Mapping[MapRule, About] = {
    MapRule.MATTER_TYPE: About("Filen är för en annan ärendetyp"),
    MapRule.UNKNOWN_OLD_STATE: About("Det gamla läget finns inte"),
    MapRule.UNKNOWN_NEW_STATE: About("Det nya läget finns inte"),
    MapRule.ENDS: About("Ett slut blir inget slut, eller tvärtom"),
    MapRule.UNKNOWN_NEW_FIELD: About("Det nya fältet finns inte"),
    MapRule.UNKNOWN_OLD_FIELD: About("Det gamla fältet finns inte"),
    MapRule.FIELD_TYPE: About("Ett värde passar inte i det nya fältet"),
    MapRule.UNKNOWN_DEADLINE: About("Fristen finns inte"),
    # Perhaps no running matter has it; the plan says, matter by matter.
    MapRule.UNMAPPED: About("Något gammalt har ingen motsvarighet", "warning"),
    MapRule.CONTRADICTION: About("Samma fält både följer med och tas bort"),
}
"""The same for the rules of migration maps."""
