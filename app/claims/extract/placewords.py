"""Words around the places of claims: clauses, seats of bodies, roads, and second names."""

from __future__ import annotations

import re

# What follows has a subject and an act of its own.
CLAUSE = re.compile(
    r";|,\s\w+ing\s+that\s|,\s\w+(?:ив|ыв|вши),?\s+(?:что|що)\s|,?\s(?:and|but|or)\s+that\s|,\s(?:while|whereas|but|although|though)\s|"
    r",\s(?:тогда\s+как|тоді\s+як|но|але|хотя|хоча|однако|однак|зато|натомість)\s|"
    r",?\s(?:и|і|та|й|а\s+также|а\s+також)\s+(?:что|що)\s|,\s+а\s+(?=(?:в|у|на|под|біля)\s|(?-i:[А-ЯЁІЇЄҐ]))|"
    # "..., and X has been contested": a place as the subject of what comes next.
    r",\s(?:and|but)\s(?=(?-i:[A-Z])[\w'’-]+(?:(?:,|\s+and)?\s+(?-i:[A-Z])[\w'’-]+){0,3},?\s+"
    r"(?:has|have|had|was|were|is|are|remains?|stays?|fell|came)\s)|"
    # "..., and two dumps near X had been blown up": a subject with its own verb.
    r",\s(?:and|but)\s(?=(?:the|an?|two|three|four|five|several|some|many|most|all|one|another|its|their|his|\d+)\s"
    r"(?:[\w'’-]+\s){1,8}?(?:has|have|had|was|were|is|are)\s)|"
    # "..., and the 95th brigade left its trenches": a force with a verb of its own.
    r",\s(?:and|but)\s(?=(?:the|an?|its|their|one|two|three|several)\s(?:[\w'’-]+\s){0,4}?(?:brigade|troops|forces|units?|army|"
    r"soldiers|side|enemy|defenders|command|battalion|regiment)\s(?:left|held|took|lost|fell|went|came|hit|struck|[a-z]{3,}ed)\s)|"
    # "... and Ukrainian forces recently advanced": the other side, with a verb of its own.
    r",?\s(?:and|but)\s(?=(?:the\s)?(?:russian|ukrainian|enemy|(?:russia|ukraine|moscow|kyiv)['’]s)\s(?:[\w'’-]+\s){0,3}?"
    r"(?:forces|troops|units?|army|soldiers|military|infantry|drones?|aircraft|artillery|missiles?)\s"
    r"(?:(?:\w+ly|also|then|still|ha[ds]|have|are|were|was)\s){0,2}"
    r"(?:left|held|hold|took|lost|fell|went|came|hit|struck|withdrew|drove|\w{3,}(?:ed|ing))\s)|"
    r",?\s(?:а|и|і|та|й)\s(?=(?:российск|украинск|вражеск|росій|україн|ворож|наши|наші)[\w-]*\s(?:[\w-]+\s){0,2}?"
    r"(?:войска|силы|подразделения|военные|бойцы|дроны|авиация|війська|сили|підрозділи|військові|бійці|дрони|авіація)\s)|"
    # "..., for the road had been cut", "since the bridge was destroyed": a reason of its own.
    r"(?:,\sfor|,?\s(?:because|since))\s(?=(?:the|an?|its|their|no|all|hardly)\s(?:[\w'’-]+\s){1,8}?(?:has|have|had|was|were|is|are)\s)|"
    # "..., opening a corridor towards X": where something may lead.
    r",\s(?:opening|clearing|paving|creating|securing)\s(?=(?:the|an?)\s(?:[\w-]+\s){1,3}(?:to|towards?|for|into)\s)",
    re.IGNORECASE,
)
# "The General Staff in Kyiv", "told a briefing in Odesa": where a body sits or somebody speaks.
SEAT = re.compile(
    r"(?:staff|ministry|ministries|officials?|command|government|parliament|office|headquarters|authorities|"
    r"spokes\w+|briefing|conference|interview|reporters|journalists|embassy|studio|meeting|talks|summit|analysts?|"
    r"diplomats?|lawmakers?|court|брифинг\w*|конференци\w+|штаб\w*|министерств\w+|посольств\w+|брифінг\w*|"
    r"конференці\w+|міністерств\w+)\s+(?:in|at|from|outside|в|у)\s+$",
    re.IGNORECASE,
)
ALIAS = re.compile(
    r"['’]?\s*[,(]?\s*(?:(?:also|previously|formerly|now|officially|better)\s+)?(?:known|called|named|renamed)\s+(?:as\s+|in\s+\w+\s+(?:as\s+)?)?(?:the\s+)?"
    r"|\s*[,(]\s*(?:the\s+)?(?:formerly|now|former|ukrainian(?:\s+name)?:?|russian(?:\s+name)?:?|укр\.|рус\.|ранее|бывш\w+|ныне|колишн\w+|нині|"
    r"украинское\s+название|російська\s+назва)[\s:—–-]*[«“\"']?",
    re.IGNORECASE,
)


# "A logistics hub for X", "the gateway to X": what another place is to this one.
FOR = re.compile(
    r"(?:hub|base|depot|logistics|supplies|supply|gateway|key|springboard|stepping\s+stone|launchpad|"
    r"importance|significance|threat|lifeline|artery|corridor|crucial|vital|central|critical|essential)\s+(?:for|to)\s+"
    r"(?:(?:the\s+)?(?:defen[cs]es?|capture|security|supply|supplies|fate|control|protection|fall|siege|battle|"
    r"liberation|encirclement)\s+(?:of|for|to|at)\s+)?(?:the\s+)?$|"
    r"(?:ворота|ключ|плацдарм|угроз\w+|загроз\w+)\s+(?:к|для|до)\s+$",
    re.IGNORECASE,
)
# "The road from X to Y", "the X highway": a line that the place only names.
ROAD = re.compile(
    r"(?:road|highway|route|motorway|railway|track|line)\s+(?:(?:running|leading|that\s+leads)\s+)?(?:from|to|between|into|"
    r"towards?|linking|connecting)\s+(?:[\w'’-]+\s+(?:to|and|with)\s+)?$|"
    r"(?:дорог\w+|трасс\w+|трас[аиіуою]\w*|шлях\w*|шоссе|шосе)\s+(?:на|от|до|з|від|из|между|між|к)\s+(?:[\w'’-]+\s+"
    r"(?:до|на|к|и|та|і)\s+)?$",
    re.IGNORECASE,
)
TO = re.compile(
    r"(?<!\w)(?:to|into|onto)\s+(?:the\s+)?(?:(?:village|town|city|settlement)\s+of\s+)?$",
    re.IGNORECASE,
)
# "In this direction", "на цьому напрямку": the sector of the front named last.
DIRECTED = re.compile(r"direction|axis|напрям|направлен", re.IGNORECASE)
# "LUHANSK, August 27 —": where the report was filed, not where anything happened.
DATELINE = re.compile(
    r"[^\W\da-zа-яіїєґё_][^\W\da-zа-яіїєґё_ \t./-]+(?:[ \t./-]+[^\W\da-zа-яіїєґё_]{2,})*"
    r"(?:,[^\n—–:]{0,40})?\s*(?:[—–]|:|\s-\s|\([^)\n]{2,30}\)\s*[—–-])\s"
)
# "Advanced four kilometres towards X": how far they went, not how far X is.
TOWARD = re.compile(
    r"(?:towards?|in\s+the\s+direction\s+of)\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?$", re.IGNORECASE
)
