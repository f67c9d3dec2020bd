"""Numbers that lead to one person by a file or a vehicle: case, booking and incident numbers, plates."""

from __future__ import annotations

import re

_CASE_WORD = re.compile(
    r"\b(?:cases?|cause|bookings?|booked|bkg|bk|incident|docket|warrants?|citation|cite|cited|arrest|jail|inmate|prisoner"
    r"|police report|crime report|(?:police |incident |crime )rpt|ccn|cfs|ba|sid|fbi|cad|ir|complaint|offen[cs]e|charge|filing|filed|infraction"
    r"|pfn|spn|xref|jid|cii|gang|custody|hold|ticketed|dispo|supervision|probation|parole)\b"
    r"(?P<tail>.{0,34})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w$/-])(?<!\d[.:])#? ?(?P<value>(?:\d{1,2}:)?[A-Z]{0,4}[ -]?\d[0-9A-Z-]{2,18})(?![\w/:]|\.\d|-\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:\d\d?|(?:19|20)\d\d))?(?:-\d\d?)?")
_COURT = (
    r"(?:cr|crb|crs|cra|cf|cfa|cv|cm|cma|cmb|mj|mm|tr|dv|jv|jc|cc|fe|mi|ct|sw|gs|fa|ma|inf|fel|mis|f|m|t|k|s)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_THING = r"(?:inv|po|rfp|rfq|fy|hb|sb|usb|sn|iso|wo|mou|ord|res|bldg|room|rm|img|dsc|scan|route|rt|sr|cfr|rcw|form|model|covid|unit|t|q|v|wa|zip)[-#]?\d"
_BARE_CASES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w./$:-])\d{2,4}-\d-\d{4,6}(?:-\d{1,2})?(?![\w/-])",  # Washington: year, kind, number, county
        r"(?<![\w./$-])\d:\d{2}-[a-z]{2}-\d{3,6}(?![\w/])",  # federal courts
        rf"(?<![\w./$:-])(?:[a-z]{{1,3}}-)?(?:20)?\d\d[ -]?{_COURT}[ -]?\d{{3,8}}(?:-[a-z0-9]{{1,4}})?(?![\w/-])",
        rf"(?<![\w./$:-]){_COURT}[ -]?(?:20)?\d\d-?\d{{4,8}}(?:-[a-z0-9]{{1,4}})?(?![\w/-])",
        r"(?<![\w./$:-])[a-z]{1,4}-?(?:20)?\d\d-\d{4,8}(?:-[a-z0-9]{1,4})?(?![\w/-])",
        r"(?<![\w./$:-])(?:(?:19|20)\d\d|[0-3]\d)-0?\d{5,8}(?![\w/-])",
        r"(?<![\w./$:-])(?:ba|bk|ir|go|sid)[ #-]{0,2}\d{5,10}(?![\w/-])",
        r"(?<![\w./$-])#\s?\d{6,10}(?![\w/-])",
        rf"(?<![\w./$:-])(?!\d\d?-?{_MONTH}|{_MONTH}|{_THING})(?=(?:[a-z]{{0,5}}-?\d){{5}})(?=[\d-]{{0,12}}[a-z])[a-z0-9]{{1,9}}(?:-[a-z0-9]{{1,9}}){{0,4}}(?![\w/-])",
        r"(?<![\w./$:-])(?!\d{3}-\d{3}-\d{4})(?!1-\d{3}-\d{3}-\d{4})(?!(?:19|20)?\d\d-\d\d-\d\d\b)(?!\d\d?-\d\d?-(?:19|20)?\d\d\b)(?=(?:-?\d){7})\d{1,7}(?:-\d{1,7}){2,4}(?![\w/-])",
        r"(?<![\w./$:-])\d:\d\d-?[a-z]{2}-?\d{3,6}(?![\w/])",
    )
]
_BUSINESS = re.compile(
    r"\b(?:inv|invoices?|po|purchase|orders?|tickets?|quotes?|receipts?|permits?|parts?|models?|grants?|contracts?|rfp|rfq"
    r"|tracking|requisition|ordinances?|resolution|bills?|bus|route|version|room|rcw|wac|usc|cfr|statute|section|serial"
    r"|asset|account|acct|check|sku|item|build|release|zip|po box|help ?desk|printer|badge|sign|lease|memo|minutes|policy|agenda|file|doc|case ?load|bid|project|application|app)\b[^\w\n]{0,4}"
    r"(?:(?:no|num|number|id|is|was|the|from|for)\b\W{0,3}){0,3}$",
    re.IGNORECASE,
)
_PLATE_WORD = re.compile(
    r"\b(?:(?P<sure>(?:licen[cs]e )?plates?|plated|lpn?|lic|placas?|matricula)|(?P<weak>licen[cs]e|reg|registration|registered|tags?|tagged))\b"
    r"(?P<tail>.{0,40})",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:car|vehicle|veh|van|truck|pickup|sedan|suv|rv|coupe|wagon|hatchback|motorcycle|motorhome|camper|minivan|scooter"
    r"|driving|drives|drove|parked|honda|toyota|ford|chevy|chevrolet|nissan|subaru|dodge|jeep|hyundai|kia|mazda|bmw|gmc"
    r"|buick|civic|accord|corolla|camry|silverado|altima|impala|caravan|tacoma|prius)\b",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![\w-])(?=[A-Z0-9]{0,7}\d)(?=[A-Z0-9]{0,7}[A-Z])[A-Z0-9]{5,8}(?![\w-])")
_SPLIT = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,4}[ \u00b7-]{1,3}\d{2,5}|\d{1,4}[ \u00b7-]{1,3}[A-Z]{2,4}|[A-Z]{3}[ -]\d{2,4}|\d[ -]?[A-Z]{3}[ -]?\d{3}"
    r"|[A-Z]{1,2}\d{1,3}[ -][A-Z0-9]{2,4}|[A-Z0-9]{2,4}-[A-Z0-9]{2,4})(?![\w-])"
)
_SHAPED = re.compile(
    r"(?<![\w-])(?:[A-Z]{3}-?\d{4}|\d[A-Z]{3}\d{3}|[A-Z]\d{5}[A-Z]|[A-Z]{2,3}-\d{3,4}-?[A-Z]?)(?![\w-])"
)
_VERBS = frozenset(
    [
        "IS",
        "WAS",
        "ON",
        "AT",
        "IN",
        "OF",
        "TO",
        "THE",
        "A",
        "FOR",
        "BY",
        "AND",
        "OR",
        "NO",
        "AM",
        "PM",
        "X",
        "UNIT",
        "ROOM",
        "RM",
        "ROUTE",
        "RT",
        "HWY",
        "SR",
        "BUS",
        "I",
        "ENDS",
        "WITH",
        "FROM",
    ]
)


def has_case_number(text: str) -> bool:
    """A case, incident, booking or citation number."""
    for named in _CASE_WORD.finditer(text):
        for match in _NUMBER.finditer(named["tail"]):
            at = named.start("tail") + match.start("value")
            if _counts(match["value"]) and not _is_business(text, at):
                return True
    return any(
        not _YEAR.fullmatch(match.group()) and not _is_business(text, match.start())
        for pattern in _BARE_CASES
        for match in pattern.finditer(text)
    )


def _is_business(text: str, at: int) -> bool:
    """Whether the words right before say that the number belongs to a thing: an invoice, a permit, a route."""
    return _BUSINESS.search(text[max(0, at - 40) : at]) is not None


def _counts(value: str) -> bool:
    """Four digits or more, and no year, span of years or day."""
    return sum(char.isdigit() for char in value) > 3 and not _YEAR.fullmatch(value.strip())  # noqa: PLR2004 - fewer count things


def has_plate(text: str) -> bool:
    """A license plate: named as one, beside a vehicle, or in capitals of a plate's shape."""
    for named in _PLATE_WORD.finditer(text):
        tail = named["tail"].upper()
        if _COMPACT.search(tail) or (named["sure"] and _has_split(tail)):
            return True
    if _VEHICLE.search(text) and (_COMPACT.search(text) or _has_split(text)):
        return True
    return any(not re.search(r"(?:19|20)\d\d", match.group()) for match in _SHAPED.finditer(text))


def _has_split(text: str) -> bool:
    """Two or three groups that make a plate; not the word before a number."""
    return any(
        not _VERBS.intersection(re.split(r"[ \u00b7-]+", match.group()))
        and not re.search(r"(?:19|20)\d\d", match.group())
        for match in _SPLIT.finditer(text)
    )
