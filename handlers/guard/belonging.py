"""Words that tell of one person whether they are in LEAD: said, denied or asked, it is told to everybody."""

from __future__ import annotations

import re

from handlers.guard.names import NOT_NAMES, TITLES

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter|20\d\d)\w*"
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
# What may follow when LEAD is the program itself, and no "LEAD meeting", "LEAD van", "LEAD staff".
_END = (
    r"(?=\W*$|\s*[.,!?;:)-]|\s+(?:program|already|now|still|too|yes|since|last|yesterday|today|and|but|or|so|because|before"
    r"|after|when|while|right|then|again|any ?more|at all|twice|once|is|isn'?t|are|aren'?t|do|don'?t|does|doesn'?t|did"
    r"|didn'?t|was|wasn'?t|he|she|they|i|we|you|though|tho|lol|through|via|until|till|from|a while|either|if|months|years"
    rf"|this (?:year|week|month|spring|summer|fall|winter)|in {_MONTHS}|on {_DAYS}"
    r"|for (?:a|an|about|over|almost|some|months|years|weeks|\d+|two|three|the last|the past))\b)"
)
_LEAD = rf"(?:the (?=lead program)|the (?-i:(?=LEAD)))?lead{_END}"
_OURS = rf"(?:(?:our|your|the lead) (?:case ?load|list)|(?:our|your|the) program){_END}"
_BE = r"(?:(?:'?s|'?re|is|are|was|were|be|been|has been|have been|had been|'?s been)(?:n'?t)?|ain'?t|got|gets?|never was)"
_HOW = (
    r"(?:not|never|already|still|both|actually|now|currently|probably|definitely|really|also|no longer|ever|once|been|just"
    r"|active|used to be|even|only|maybe|indeed|supposedly|sure)"
)
_ONE = (
    r"(?:s?he|they|him|her|them|hes|shes|theyre"
    r"|(?:that|this|the) (?:same )?(?:guy|woman|man|lady|kid|person|dude|girl|boy|gentleman|one)(?: \w+){0,5}?)"
)
_NAMED = r"(?-i:(?P<name>[A-Z][a-z]+(?:['-][A-Z]?[a-z]+)?))"
_KIND = r"(?:client|participant|guy|gal|person|member|enrollee|case)"
_BROUGHT = (
    r"(?:referred|diverted|sent|enrolled|get|got|have|has|had|put|took|signed|kicked|accepted|brought|moved)"
)

_OF_ONE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # he is (not) in LEAD; is she in LEAD; they're both part of LEAD; she's been with LEAD; he is on our list
        (
            rf"\b{_ONE}\W{{0,2}}(?:{_BE}\s+)?(?:{_HOW}\s+){{0,4}}"
            rf"(?:(?:enrolled|registered|active|involved|signed up|a participant|a client|part|known)\s+)?"
            rf"(?:in|into|on|with|of|to)\s+(?:{_LEAD}|{_OURS})"
        ),
        # he's LEAD; she is (not) a LEAD client; one of our participants
        rf"\b{_ONE}\W{{0,2}}{_BE}\s+(?:{_HOW}\s+){{0,3}}(?-i:LEAD){_END}",
        rf"(?:\ba|\ban|\bone of (?:our|your|the|their)|\bthat|\bformer|\bex|\by[ue]p|\byes|\byeah|\bno|\bconfirmed)\W{{1,2}}lead {_KIND}s?\b",
        rf"\b{_ONE}\W{{0,2}}(?:{_BE}\s+)?(?:{_HOW}\s+){{0,3}}one of (?:ours|our (?:lead )?(?:{_KIND}s|people|folks))\b",
        rf"\b(?:that'?s|y[ue]p|yes|yeah|no|not|he|she)\W{{1,2}}(?:not )?one of (?:ours\b|our (?:lead )?{_KIND}s\b)",
        # enrolled, where no other course or plan is named
        rf"\b{_ONE}\W{{0,2}}(?:{_BE}\s+)?(?:{_HOW}\s+){{0,3}}enroll?ed(?:\s+(?:with|in|on)\s+(?:us\b|{_LEAD}|{_OURS})|{_END})",
        rf"\b{_ONE}\s+(?:(?:did|do|does|has|have)(?:n'?t)?\s+|never\s+|ever\s+){{1,2}}enroll?(?:ed)?(?:\s+(?:with|in) (?:us\b|{_LEAD}|{_OURS})|{_END})",
        r"^(?:yes|yeah|y[eu]p|no|nope)\W{1,3}(?:not |already |still )*(?:enrolled\W*$|in lead\b(?=\W*$|,)|on our list\b)",
        r"^\W*(?:not|never|already|still) (?:in lead|on our list|enrolled)(?=\W*$|[.,!?])",
        # joined, left, refused, was brought into it
        (
            rf"\b{_ONE}\b.{{0,24}}\b(?:joined|join|left|quit|refused|declined|turned down|sa(?:id|ys) no to|entered|graduated from"
            rf"|finished|completed|out of|signed up (?:for|with)|sign up (?:for|with)|started|asked (?:for|about)|wants?) {_LEAD}"
        ),
        rf"\b{_BROUGHT}\W{_ONE}\s+(?:\w+ )?(?:up |out )?(?:in|into|to|for|with|of|on)\s+{_LEAD}",
        rf"\b{_ONE}\W{{0,2}}(?:{_BE}\s+)?(?:{_HOW}\s+){{0,3}}{_BROUGHT} (?:in|into|to|with|of|out of)\s+{_LEAD}",
        # a worker of theirs; known there; with us
        r"\b(?:his|her|their|hers) lead (?:case ?manager|case ?worker|worker|advocate|counselor)\b",
        r"\b(?:his|her|their) (?:case ?manager|case ?worker|worker|advocate) (?:at|from|with|in) lead\b",
        r"\b(?:has|have|had|got|with) a lead (?:case ?manager|case ?worker|worker|advocate)\b",
        rf"\b{_ONE}\W{{0,2}}{_BE}\s+(?:already|been|still)\s+with us(?={_END[3:]}",
        r"\b(?:\u00e9l|el|ella|ellos|ellas|no|ya|s\u00ed|si) (?:no |ya )?est(?:\u00e1|a|\u00e1n|an) (?:inscrit\w+ )?en lead\b",
        r"\binscrit[oa]s? en lead\b",
    )
]
_OF_A_NAME = re.compile(
    rf"(?P<before>[\w.]+\s+)?\b{_NAMED}\W{{0,2}}(?:{_BE}\s+)?(?:{_HOW}\s+){{0,3}}"
    rf"(?:(?:enrolled|registered|a participant|part)\s+)?(?:in|into|on|of)\s+(?:{_LEAD}|{_OURS})",
    re.IGNORECASE,
)


def tells_who_is_in(text: str) -> bool:
    """Whether somebody's place in LEAD is said, denied or asked: of a pronoun, "that guy", or a name."""
    if "lead" not in text.lower() and not _WITHOUT_LEAD.search(text):
        return False
    if any(pattern.search(text) for pattern in _OF_ONE):
        return True
    return any(_is_a_name(match) for match in _OF_A_NAME.finditer(text))


_WITHOUT_LEAD = re.compile(r"\b(?:enroll?(?:ed)?|ours|our|your|program|with us)\b", re.IGNORECASE)


def _is_a_name(match: re.Match[str]) -> bool:
    """Neither a common word at a sentence's beginning nor a colleague with a title."""
    before = (match["before"] or "").strip().rstrip(".").lower()
    return match["name"].lower() not in NOT_NAMES | TITLES and before not in TITLES
