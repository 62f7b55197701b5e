"""Words before a place name, in three languages: settlement words, relations, prepositions.

Every pattern is searched in a short stretch in lower case that ends where the name begins, hence
the ``$``.
"""

from __future__ import annotations

import re

_END = r"[\s\u00a0]*[«“\"'‘„(]?$"

_SETTLEMENT = (
    r"city|cities|town|towns|village|villages|settlement|settlements|hamlet|hamlets|"
    r"populated\s+(?:point|points|area|areas|place)|urban-type\s+settlement|locality|localities|"
    r"стани\w+|городк?(?:а|е|у|ом|ов|ами|ах)?|г\.|сел(?:о|а|е|у|ом|ами|ах|ениями)?|с\.|"
    r"пос[ёе]л(?:ок|ка|ке|ку|ком|ки|ков|ками)|"
    r"пос\.|пгт|н\.\s?п\.|насел[её]нн\w+\s+пункт\w*|хутор\w*|деревн\w*|"
    r"міст(?:о|а|і|у|ом|ами|ах)|м\.|сел(?:і|ищ\w+|ами|ах)|смт|населен\w+\s+пункт\w*|сіл|сёл"
)
_OTHER = (
    r"mines?|plant|factory|bridge|airfield|airport|station|quarry|reservoir|canal|forest|highway|"
    r"road|river|"
    r"hromada|шахт\w+|завод\w*|мост\w*|аэродром\w*|карьер\w*|рек(?:а|и|у|е|ой)|"
    r"водохранилищ\w+|водосховищ\w+|"
    r"заводу|міст|аеродром\w*|кар’єр\w*|річ(?:к|ц)\w+"
)
SETTLEMENT_WORD = re.compile(rf"(?<!\w)(?P<word>{_SETTLEMENT}|{_OTHER})(?:\s+of)?(?:\s+the)?{_END}")

_NUMBER = (
    r"(?P<number>\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|a|"
    r"half\s+a)"
)
_UNIT = (
    r"(?P<unit>km|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|км|километр\w*|кілометр\w*|м|метр\w*)"
)
_KIND = rf"(?:\s+(?:the\s+)?(?:\w+\s+)?(?:{_SETTLEMENT}|{_OTHER})(?:\s+of)?)?(?:\s+the)?"
_COMPASS = {
    "northeast_of": r"north-?\s?east(?:ern)?|северо-восточнее|північно-східніше",
    "northwest_of": r"north-?\s?west(?:ern)?|северо-западнее|північно-західніше",
    "southeast_of": r"south-?\s?east(?:ern)?|юго-восточнее|південно-східніше",
    "southwest_of": r"south-?\s?west(?:ern)?|юго-западнее|південно-західніше",
    "north_of": r"north(?:ern)?|севернее|північніше",
    "south_of": r"south(?:ern)?|южнее|південніше",
    "east_of": r"east(?:ern)?|восточнее|східніше",
    "west_of": r"west(?:ern)?|западнее|західніше",
}


# "К северу от X", "на північний схід від X".
_SIDES = {
    "northeast_of": r"северо-востоку?|північн\w+\s+сх[іо]д[іу]?",
    "northwest_of": r"северо-западу?|північн\w+\s+зах[іо]д[іу]?",
    "southeast_of": r"юго-востоку?|південн\w+\s+сх[іо]д[іу]?",
    "southwest_of": r"юго-западу?|південн\w+\s+зах[іо]д[іу]?",
    "north_of": r"северу?|північ",
    "south_of": r"югу?|південь",
    "east_of": r"востоку?|схід",
    "west_of": r"западу?|захід",
}
_SIDE_OF = {name: rf"(?:на|к)\s+(?:{words})\s+(?:от|від)" for name, words in _SIDES.items()}
_COMPASS_TO = r"(?:\s+(?:of|from|от|від))?"
# More telling relations come first; of several readings the one with most words wins, since the
# search takes the leftmost beginning.
_RELATIONS = {
    **{
        name: rf"(?:to\s+the\s+)?(?:{words}){_COMPASS_TO}|{_SIDE_OF[name]}"
        for name, words in _COMPASS.items()
    },
    "near_border_of": r"(?:near|along|at|on|to|toward|towards|from|"
    r"across)\s+the\s+(?:administrative\s+)?"
    r"(?:border|borders|boundary)\s+(?:of|with)"
    r"|(?:у|на|около|вблизи|біля)\s+(?:границ\w+|кордон\w+|меж\w+)(?:\s+(?:с|із|з))?",
    "on_border_between": r"(?:border|borders|boundary)(?:\s+\w+)?\s+between"
    r"|(?:на\s+границе|на\s+межі)\s+(?:между|між)?",
    "between": r"between|между|між",
    "area_of": r"(?:areas?|vicinity|surroundings|district|districts|sectors?)\s+(?:of|around|near)"
    r"|[ву]\s+(?:районе|районах|районі|окрестностях|зоне)|поблизу|в\s+околицях",
    "outskirts_of": r"(?:\w+\s+)?(?:outskirts|suburbs|edge|part|parts|centre|center|districts|"
    r"flank|"
    r"approaches)\s+(?:of|to|in)"
    r"|(?:на|к|до)\s+(?:\w+\s+)?(?:окраин\w+|околиц\w+|підступ\w+|подступ\w+)(?:\s+к|\s+до)?",
    "toward": r"(?:toward|towards|in\s+the\s+direction\s+of|closer\s+to"
    r"|(?:advance\w*|advancing|push\w*|moved?|moving|drive|progress)\s+(?:to|on|into)"
    r"|в\s+направлении|в\s+сторону|по\s+направлению\s+к|[ув]\s+напрямку|[ув]\s+бік|до|к|на)",
    "from": r"from(?:\s+the\s+(?:direction|side|area)s?\s+of)?|out\s+of|away\s+from|"
    r"из|со\s+стороны|от|из-под|з|із|від|з-під|з\s+боку",
    "near": r"near|nearby|close\s+to|next\s+to|outside|by|beside|opposite|возле|около|близ|вблизи|"
    r"рядом\s+с|у|под|біля|поблизу|поруч\s+(?:із|з)|коло|під|недалеко\s+от|неподал[её]ку\s+от|рядом\s+со|"
    r"неподалік(?:\s+від)?|невдалік(?:\s+від)?",
    "around": r"around|surrounding|вокруг|навколо|довкола|довкруг",
    "along": r"along|вдоль|вздовж|уздовж",
    "through": r"through|via|через",
    "in": r"in|at|inside|within|into|over|on|of|to|for|в|во|за",
}
_PART = re.compile(r"ern[\s\u00a0]*[«“\"'‘„(]?$")
# With a distance in front, these only say how far: "5 km from X", "a kilometre of X".
_PLAIN_AFTER_DISTANCE = frozenset({"from", "in", "toward", "near"})
_RELATION = re.compile(
    rf"(?<!\w)(?:{_NUMBER}\s*{_UNIT}\s+)?(?:"
    + "|".join(rf"(?P<{name}>{words})" for name, words in _RELATIONS.items())
    + rf"){_KIND}{_END}",
)


def relation(left: str) -> tuple[str, int, float | None] | None:
    """The relation whose words end ``left``: name, where it begins, distance in kilometres."""
    match = _RELATION.search(left)
    if match is None:
        return None
    name = match.lastgroup or ""  # the group of the relation closes last
    if name in _COMPASS and _PART.search(left, match.start()) is not None:
        name = "in"  # "in southern X" is a part of X
    distance = kilometres(match["number"], match["unit"] or "")
    if distance is not None and name in _PLAIN_AFTER_DISTANCE:
        name = "within_distance"
    return name, match.start(), distance


STRONG = re.compile(
    rf"(?<!\w)(?:(?:{_SETTLEMENT})(?:\s+of)?(?:\s+the)?"
    rf"|(?:{'|'.join(_COMPASS.values())})\s+(?:of|from|от|від)(?:\s+the)?"
    r"|near|toward|towards|outskirts\s+of|vicinity\s+of|areas?\s+of|direction\s+of|part\s+of|"
    r"(?:liberation|capture|recapture|seizure|fall|occupation|control)\s+(?:of|over)|"
    r"северо-\w+нее|юго-\w+нее|южнее|севернее|восточнее|западнее|"
    r"північніше|південніше|східніше|західніше|\w+-(?:східніше|західніше)|"
    r"окол[иі]ц\w+|окраин\w+|подступ\w+\s+к|підступ\w+\s+до|between|между|між|"
    r"(?:[ув]|из|из-под|з|із|до|к|от|від|через)\s+район(?:е|ах|і|а|у|ов|ів)|со\s+стороны|з\s+боку|"
    r"поблизу|біля|вблизи|близ|возле|вокруг|навколо|довкола|довкруг|неподалік(?:\s+від)?|"
    r"невдалік(?:\s+від)?|рядом\s+со?|поруч\s+із?|недалеко\s+от|неподал[её]ку\s+от|"
    rf"{'|'.join(_SIDE_OF.values())}|"
    r"освобожден\w+|взят\w+|звільненн\w+|освободил\w*|звільнил\w*|окупува\w+|оккупирова\w+|"
    r"захват\w*|захватил\w*|захоплен\w+|захопил\w*|оккупаци\w+|окупаці\w+|деоккупаци\w+|деокупаці\w+|"
    r"падени\w+|падінн\w+|взятт\w+|зачистк\w+|потер[яюе]|втрат[аиу]|"
    r"в\s+сторону|в\s+направлении|[ув]\s+бік|[ув]\s+напрямку|в\s+окрестностях|в\s+околицях|"
    r"бо(?:и|ї|ях|ев|їв|й)\s+(?:за|под|під|возле|біля))" + _END,
)
WEAK = re.compile(
    r"(?<!\w)(?:in|at|on|to|from|into|inside|around|through|of|over|for|within|and|between|via|"
    r"by|outside|"
    r"reached|entered|captured|liberated|seized|occupied|retook|recaptured|took|hit|struck|"
    r"leave|left|including|"
    r"defend|defending|hold|holding|against|beyond|past|attacked|attacking|stormed|storming|"
    r"bombed|shelled|shelling|pounded|targeted|targeting|reclaimed|retaken|lost|losing|surrounded|"
    r"encircled|leaving|approached|approaching|cleared|controls|control|controlled|holds|held|"
    r"visited|evacuated|threatens|threatening|overlooking|claims|claimed|named|seize|capture|take|"
    r"enter|reach|liberate|retake|"
    r"обстрел\w*|обстріл\w*|атак\w+|штурм\w*|бомбил\w*|бомбардуван\w+|заняли|занял|взяли|взял|"
    r"атаковал\w*|контролируют|контролирует|удерживают|удерживает|оставили|оставил|покинули|"
    r"потеряли|обороняют|окружили|окружают|зайняли|зайняв|узяли|атакува\w+|контролюють|"
    r"контролює|утримують|утримує|тримають|залишили|залишив|втратили|обороняють|оточили|оточують|"
    r"вразили|уразили|поразили|"
    r"в|во|на|у|из|из-под|под|к|до|за|через|и|между|около|от|включая|над|по|"
    r"з|із|під|від|та|й|і|між|над|біля|зокрема|проти|крім)(?:\s+the)?" + _END,
)
LIST_GAP = re.compile(
    rf"['’»”\"]?s?\s*(?:,|;|and|or|as\s+well\s+as|и|а\s+также|або|та|і|й|а\s+також|[-–—]|"
    rf",\s*(?:and|или|и|та|і))\s*"
    rf"(?:(?:the\s+)?(?:{_SETTLEMENT})(?:\s+of)?\s*)?[«“\"'‘]?",
)

_NUMBERS = {"half": 0.5, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7,
            "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_FACTORS = (("mile", 1.609344), ("kilomet", 1.0), ("km", 1.0), ("км", 1.0), ("киломе", 1.0),
            ("кіломе", 1.0), ("m", 0.001), ("м", 0.001))  # fmt: skip


def settlement_word(left: str) -> str | None:
    """The settlement or site word that ends ``left``, lower case."""
    match = SETTLEMENT_WORD.search(left)
    return None if match is None else " ".join(match["word"].split())


def kilometres(number: str | None, unit: str) -> float | None:
    """A stated distance in kilometres, from digits or an English numeral."""
    if not number:
        return None
    word = number.casefold().split()
    try:
        value = _NUMBERS[word[0]] if word[0] in _NUMBERS else float(number.replace(",", "."))
    except ValueError:
        return None
    factor = next((f for prefix, f in _FACTORS if unit.casefold().startswith(prefix)), 1.0)
    return round(value * factor, 3)
