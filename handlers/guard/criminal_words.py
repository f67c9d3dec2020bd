"""The words and shapes of criminal-history extracts: charges, outcomes, a printout's headings and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    """A pattern, looked for only where enough of the words it is made of stand: most texts never meet it."""

    words: frozenset[str]
    pattern: re.Pattern[str]
    needed: int = 1

    def found(self, plain: str, words: set[str]) -> Iterator[re.Match[str]]:
        """Every place where it stands in the small-lettered text, whose `words` are given."""
        return self.pattern.finditer(plain) if len(self.words & words) >= self.needed else iter(())


def _shape(words: str, *patterns: str, needed: int = 1) -> Shape:
    return Shape(frozenset(words.split()), re.compile("|".join(patterns)), needed)


# Words of one kind; an asterisk stands for any ending.
_CHARGES = (
    "burg burgl* bne theft* larc larcen* robb robbery robberies assault* asslt aslt trespass* tresp tres shoplift* forger* arson"
    " prostitut* poss possession vandal* narcot* paraph* obstruct* resisting harass* stalking menac* elud* prowl* mischief"
    " counterfeit* embezzl* fraud* kidnap* homicid* murder* manslaught* extort* loiter* disorderly discon reckless weapon* firearm*"
    " felon felons felony felonies misd misdemean* contempt molest* rape lewd indecen* solicit* uttering traffick* stolen unlawful"
    " escape perjury bribery receiving larceny joyrid* vagran* intoxication intox drunk* drunkenness ovwi uumv udcs aggravated agg cocaine heroin conversion incest imprisonment parol* pcs cpcs pwid pwi vucsa ucsa vufa uuw dui"
    " dwi duii owi ovi oui dwls dwlr dws gta fta ftas psp upf tmvwop tmvwp cds ccw vpo dvpo pv vop mip csp driving identity"
    " pocs possess* burglary robo hurto allanamiento posesi* drogas agresi*"
)
_STRONG = (  # said of nobody but a defendant
    "conv convd cnv convict* pled plead pleaded nolle acquit* acq adjudicat* gty guilty sentenced condenad* convicto"
)
_WEAK = (
    "dism dismiss* dsm dwop dwp declined dropped reduced deferred dfrd vacated suspended revoked stayed fined forfeit* pg ng cts"
    " desestimad* absuelt* susp diversion nolpros unknown"
)
_ARRESTS = (
    "arr arrested arrest arrests arrestee booked cited suspect susp apprehension jailed incarcerat* detained"
)

# Charges of several words, none of which tells anything alone.
PHRASES = _shape(
    "failure failing failed violation criminal hit breaking taking vehicle use driving pc hs vc ct cnt chg sale gun battery assault",
    r"\b(?:fail(?:ure|ed|ing) to (?:appear|register|comply|obey)|violation of (?:\w+ ){0,3}order|criminal damage|hit (?:and|&) run"
    r"|breaking (?:and|&) entering|taking (?:a )?(?:motor )?vehicle|unauthori[sz]ed use|(?:sale|sell\w*|delivery) (?:of )?(?:cocaine|heroin|meth\w*|drugs|contr\w*)|(?:simple|domestic|agg\w*) battery|battery (?:dv|ii|[1-4])\b|(?:felon|possess\w*|carrying) (?:w(?:ith|/) )?(?:a )?(?:gun|knife)|(?:pc|hs|vc) \d{3,5}(?:\.\d+)?(?:\([a-z]\))?|driving w(?:hile|/) \w+)\b",
)
# Headings that stand on nothing but such a record: one is enough.
HEADING = _shape(
    "nysid obts cii cch clets lein triple iii accurint log fbi sid interstate criminal multiple multi inquiry summary history record nam doa qh qr qw number id source",
    r"interstate identification index|fbi identification record|criminal history (?:record information|transcript|information)"
    r"|computeri[sz]ed criminal history|criminal justice (?:information services|use only)|multi(?:ple)?[ -]?(?:source|state) (?:offender|record)"
    r"|based only on the fbi number|subject of your inquiry|(?:adverse finding|conviction) summary|end of arrest history"
    r"|no criminal (?:history )?record (?:on file|found)|no identifiable record"
    r"|\bfbi\W{0,3}(?:no|nbr|num|number)?\W{0,3}(?=[a-z]*\d[a-z]*\d)[a-z\d]{6,10}\b"
    r"|\b(?:state id|sid)\W{0,3}(?:no|nbr|number)?\W{0,3}[a-z]{0,2}-?\d{5,10}[a-z]?\b"
    r"|\b(?:nysid|obts|cii)\W{0,3}(?:no)?\W{0,3}[a-z]?\d{6,10}|\b(?:cch|clets|lein|triple i|iii) (?:rap|return|response|hit|came back|printout|shows|record|inquiry)"
    r"|\baccurint criminal|\barrest log:"
    r"|\bq[hrw]\.[a-z]{2}\w{5,9}|\bnam/.{2,40}\bdob/|\bdoa/\d{6,8}",
)
# Labels of a printout's fields; three different ones beside a charge are a printout.
LABEL = _shape(
    "agy arr ct case stat conv off filing sent dt agency arrest arrested nbr doa disp dispo dispositions disposition chg charge charges cnt count offense offenses offence offences"
    " crime sen sentence level class status plea finding judgment judgement statute ori oca tcn atn mni pcn cii cycle booking booked"
    " inmate offender custody bail bond rel released master person subject name names involvements defendant arrestee role cleared"
    " state people commonwealth city closed ncic rms iii triple hold commitments commitment detainer disps dispos",
    r"\b(?:(?P<agency>arr(?:esting|est)? (?:agency|agy)|chg agency|agency case)|(?P<arrest>(?:date of arrest|arrest date|arrest nbr|arrest \d|arr (?:dt|date)|arrested or received|doa)\b)"
    r"|(?P<dispo>disp(?:o|osition)?s?(?: date| dt)?\b(?= ?[:|,/-]| \w+ed\b| adj| nol| dis|\n)|disposition)|(?P<charge>(?:chg|charges?|cnt|count|offen[sc]es?|offenses?|crime)(?: \d+| dt| date)? ?[:/|#-]|(?:charge|chg|count|cnt|ct|case type) \w{1,3}\b|offense\b)"
    r"|(?P<sentence>sen(?:tence)? ?[:/-])|(?P<level>(?:level|class|conv status|status) ?[:|,])|(?P<plea>(?:plea|finding|judge?ment)(?: date)? ?:?)"
    r"|(?P<statute>stat(?:ute)?\b)|(?P<dated>(?:conv|off|filing|sent(?:ence)?) (?:date|dt)\b)|(?P<ori>\bori[ /#:])|(?P<oca>\b(?:oca|tcn|atn|mni|pcn|cii)\b)|(?P<cycle>cycle \d+)"
    r"|(?P<booking>booking (?:#|no|num|date|history)|inmate ?:|offender search|custody status)|(?P<booked>booked ?[:|]? \d)|(?P<detainer>detainer)|(?P<bail>bail\b|bond amount|bond)|(?P<rel>rel(?:eased)?\b(?: ?:)?)"
    r"|(?P<name>master name|person id|subject(?: history)?|names? inquiry|involvements|defendant ?:)|(?P<role>arrestee\b|role ?:|cleared by arrest)"
    r"|(?P<versus>(?:state|people|commonwealth|city) vs?\.? )|(?P<closed>closed\b)|(?P<source>\b(?:ncic|rms|iii|triple i|hold reason|commitments?)\b))",
    needed=3,
)
# Words that open a person's past.
PAST = _shape(
    "felon felons commitment shows prior priors crim criminal rap rapsheet rapsheets record history hx background involvements antecedentes past previous"
    " conviction convictions",
    r"\bfelons?\b|\bcommitment history\b|\bpriors?\b(?! to)|\bcrim(?:inal|\.)? ?(?:history|hx|hist|record)|\brap ?sheets?\b|\brecord (?:shows|check)\b"
    r"|\bconvictions? ?[:(]|\b(?:arrest|jail|booking|court|subject|offen[cs]e) (?:history|hx|record)|\b(?:client|his|her|their|def)'?s? (?:record|history) ?:"
    r"|\bhistory(?: per \w+)? ?:|\bbackground check on\b|\blocal involvements\b|\bantecedentes\b|\b(?:past|previous) (?:arrest|conviction|charge)s?\b",
)
COUNTED = _shape(
    "arrest arrests conviction convictions conv fta ftas booking bookings warrant warrants cycles commitment commitments felonies"
    " felony misdemeanor misdemeanors misd appear violations score booked arrested",
    r"\b\d{1,3} (?:prior |felony |misdemeanor |misd |fel |bench )*(?:arrests?|convictions?|conv|ftas?|bookings?|warrants?|cycles|commitments?|felonies|misdemeanors?)\b"
    r"|\b(?:arrests|convictions|felony|misd|ftas|felony\(s\)|misdemeanor convictions|felony convictions|appear|violations|score)(?: ?:)? ?\d{1,3}\b(?![/-])"
    r"|\b(?:booked|arrested) \d{1,3} ?(?:x|times)\b|\b\d{1,3} (?:felony|misdemeanor)\(s\)",
)
# How a sentence was served.
TERM = _shape(
    "jail jl prison doc prob probation pb sup supervision susp suspended sp time cts discharge charges received dosa",
    r"\b\d{1,3}(?:-\d{1,3})?\+? ?(?:d|days?|mos?|months?|y|yrs?|years?) (?:in )?(?:county |state )?(?:jail|jl|prison|doc|prob\w*|pb|sup\w*|susp\w*|sp|time|cts)\b"
    r"|\btime served\b|\bconditional discharge\b|\bno charges filed\b|\bnot? received\b|\bdosa\b|\bstate time\b",
)
# Two lengths of time beside two charges: what was served for them.
SPAN = re.compile(r"\b\d{1,3}(?:-\d{1,3})?\+? ?(?:mos?|months?|yrs?|years)\b")
IN_AND_OUT = re.compile(r"\bin \d[\w/-]{5,10} out \d[\w/-]{5,10}")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
TOKEN = re.compile(r"[^\W_]+(?:['/.-][^\W_]+)*|'\d\d\b|[,;|\n~]|\.(?=\s|$)")
YEAR = re.compile(
    rf"(?:19[5-9]|20[0-4])\d(?:-(?:19|20)\d\d)?|'\d\d|\d{{1,2}}[/-]\d{{1,2}}[/-](?:(?:19|20)\d\d|\d\d)|\d{{1,2}}/(?:19|20)\d\d|(?:19|20)\d\d[/-]\d{{1,2}}[/-]\d{{1,2}}|(?:19|20)\d\d[01]\d[0-3]\d|\d{{1,2}}-{_MONTH}-(?:19|20)\d\d"
)
DECIDED_CASE = re.compile(r"\d\d-?(?:cr|cf|cm)-?\d{3,8}|(?:cr|cf|cm)-?\d\d\d?\d?-\d{2,6}|\d\d-\d{4,6}")


def _by_beginning(**kinds: str) -> Mapping[str, tuple[tuple[str, bool, str], ...]]:
    """Words under their first three letters: a text's word is compared with few of them."""
    found: dict[str, list[tuple[str, bool, str]]] = {}
    for kind, words in kinds.items():
        for word in words.split():
            found.setdefault(word[:3].rstrip("*"), []).append((word.rstrip("*"), word.endswith("*"), kind))
    return {beginning: tuple(words) for beginning, words in found.items()}


_WORDS = _by_beginning(charge=_CHARGES, strong=_STRONG, weak=_WEAK, arrest=_ARRESTS)
_BREAKS = frozenset({",", ";", "|", "\n", ".", "~", "and", "plus", "then"})


def kind_of(token: str) -> str:
    """Which kind of sign a word is; "" for all others."""
    if token in _BREAKS:
        return "break"
    if token[0].isdigit() or token[0] == "'":
        return "year" if YEAR.fullmatch(token) else ""
    for word, open_end, kind in _WORDS.get(token[:3], ()):
        if token == word or (open_end and token.startswith(word)):
            return kind
    return ""
