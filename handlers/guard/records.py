"""Numbers that lead to one person by a file: of a court, a jail, a police report, a citation."""

from __future__ import annotations

import re
import string

_CASE_WORD = re.compile(
    r"\b(?:cases?(?! (?:conf|load|manag|review|note|plan|meet)\w*)|c/n|cause|book(?:in?|ni?)gs?|booked|bkg|bk|incident|docket|warrants?|citation|cite|cited|arrest|jail|inmate|prisoner"
    r"|(?:police|crime|report|rpt) (?:report|rpt|no|num|number|#)|incident rpt|cdcr|ccn|cfs|ba|sid|fbi|cad|ir|complaint|offen[cs]e|charge|filing|filed|infraction"
    r"|pfn|spn|xref|jid|cii|gang|custody|hold|ticketed|dispo|supervision|probation|parole)\b"
    r"(?P<tail>.{0,34})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w$/-])(?<!\d[.:])#? ?(?P<value>(?:\d{1,2}:)?[A-Z]{0,4}[ -]?\d[0-9A-Z-]{2,18})(?![\w:]|/\D|\.\d|-\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:\d\d?|(?:19|20)\d\d))?(?:-\d\d?)?")
_LETTERED = re.compile(r"[A-Z]{2,4}-?\d{3,}", re.IGNORECASE)  # UMB420: a jail's own number
_NO_DIGIT = string.ascii_letters + " -"
# A court's own letters amid the digits: that number is a case, also in the name of an order or a report.
_OF_A_COURT = re.compile(r"\d-?(?:d?crs?|cra|cf|cv)-?\d{2}-?\d{2}|\d{6}cr\b", re.IGNORECASE)
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
        r"\b(?-i:DOC)[ #-]{1,2}(?:(?:no|num|number)\b[ .#]{0,3})?\d{5,7}(?![\w/-])",  # a prison's number
        rf"(?<![\w./$:-])(?!\d\d?-?{_MONTH}|{_MONTH}|{_THING})(?=(?:-?[a-z]{{0,5}}-?\d){{5}})(?=[\d-]{{0,12}}[a-z])[a-z0-9]{{1,14}}(?:-[a-z0-9]{{1,9}}){{0,4}}(?![\w/-])",
        r"(?<![\w./$:-])(?!\d{3}-\d{3}-\d{4})(?!1-\d{3}-\d{3}-\d{4})(?!(?:19|20)?\d\d-\d\d-\d\d\b)(?!\d\d?-\d\d?-(?:19|20)?\d\d\b)(?=(?:-?\d){7})\d{1,7}(?:-\d{1,7}){2,4}(?![\w/-])",
        r"(?<![\w./$:-])\d:\d\d-?[a-z]{2}-?\d{3,6}(?![\w/])",
    )
]
_BUSINESS = re.compile(
    r"\b(?:inv|invoices?|po|purchase|orders?|tickets?|quotes?|receipts?|permits?|parts?|models?|grants?|contracts?|rfp|rfq"
    r"|tracking|requisition|ordinances?|resolution|bills?|bus|route|version|room|rcw|wac|usc|cfr|statute|section|serial"
    r"|asset|account|acct|ein|tax|rm|radio|check|sku|item|build|release|zip|po box|help ?desk|printer|badge|sign|lease|memo|minutes|policy|agenda|file|doc|case ?load|bid|project|application|app)\b[^\w\n]{0,4}"
    r"(?:(?:no|num|number|id|code|is|was|the|from|for)\b\W{0,3}){0,3}$",
    re.IGNORECASE,
)


def has_case_number(text: str) -> bool:
    """A case, incident, booking or citation number."""
    for named in _CASE_WORD.finditer(text):
        for match in _NUMBER.finditer(named["tail"]):
            first_digit = match.start("value") + len(match["value"]) - len(match["value"].lstrip(_NO_DIGIT))
            before = (match.start("value"), first_digit)
            if _counts(match["value"]) and not any(
                _is_business(text, named.start("tail") + at) for at in before
            ):
                return True
    return any(
        not _YEAR.fullmatch(match.group())
        and (_OF_A_COURT.search(match.group()) or not _is_business(text, match.start()))
        for pattern in _BARE_CASES
        for match in pattern.finditer(text)
    )


def _is_business(text: str, at: int) -> bool:
    """Whether the words right before say that the number belongs to a thing: an invoice, a permit, a route."""
    return _BUSINESS.search(text[max(0, at - 40) : at]) is not None


def _counts(value: str) -> bool:
    """Four digits or more, or three behind letters, and no year, span of years or day."""
    if _LETTERED.fullmatch(value):
        return True
    return sum(char.isdigit() for char in value) > 3 and not _YEAR.fullmatch(value.strip())  # noqa: PLR2004 - fewer count things
