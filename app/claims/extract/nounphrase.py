"""Subjects that no list holds: noun phrases that name somebody or a sort of speaker."""

from __future__ import annotations

import re

from app.claims.extract.groups import kind_of_group
from app.claims.extract.sides import side_of_words
from app.claims.extract.source import Source

_REACH = 120
CLAUSE_START = re.compile(
    r"[,;:—–(\"“”«»]\s*|\s(?:that|but|while|as|when|after|where|что|но|а|що|але|поки)\s|\b(?:and)\s(?=(?:the|a)\s)"
)
CLAUSE_END = re.compile(
    r"[,;:.!?—–(\"“”]|\sas\s+(?:saying|telling|writing|claiming|reporting|insisting)(?!\w)|\s(?:что|що|that|в~эфире|у~коментарі)\s|$"
)
_NO_PHRASE = re.compile(
    r"(?:according\s+to|contrary\s+to|in\s+contrast\s+to|notwithstanding|unlike|following|despite|north|south|east|west|near|in|on|around|between|behind|across|along|outside|inside|above|below|over|under|towards?|beyond|"
    r"through|with|without|from|at|since|until|during|asked|against|among|despite|of|once|how|why|where|"
    r"между|вокруг|возле|около|у|біля|навколо|поблизу|з|із|від|до|від|о|об|про|about|that|что|що|по|за|на|для|after|as|by)\s",
    re.IGNORECASE,
)
_PHRASE_EDGE = re.compile(
    r"^(?:(?:в|во|у)\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|понеділок|вівторок|середу|суботу|неділю|п.ятницю)|"
    r"в|во|у|однако|однак|earlier|later|meanwhile|however|also|then|separately|on\s+\w+day|yesterday|today|but|and|yet|и|а|но|также|тем\s+временем|"
    r"what|which|позже|ранее|але|та|водночас|раніше|накануне|вчера|сегодня|утром|вечером|днём|днем|ночью|"
    r"напередодні|вчора|учора|сьогодні|вранці|зранку|ввечері|увечері|вночі|уночі|згодом|пізніше|"
    r"напомним|нагадаємо|між\s+тим|между\s+тем|тим\s+часом|instead|still)\s+|\s+(?:also|later|earlier|then|meanwhile|has|have|had|also|said|says|say|reported|told|stated|claimed|wrote|також|также|ранее|earlier)$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?<!\w)(?:side|brigade|corps|command|monitor|group|service|prosecutors?|navy|department|"
    r"minister|governor|mayor|head|chief|president|spokes\w+|commander|director|adviser|advisor|deputy|chairman|ministry|"
    r"staff|administration|police|office|council|army|guard|agency|institute|channel|newspaper|outlet|company|"
    r"source\w*|sources|cent(?:er|re)|famil(?:y|ies)|farmer|nurse|teacher|woman|man|pensioner|refugee|driver|doctor|mother|volunteer|"
    r"сторон[аеиу]|бригад\w*|корпус\w*|командовани\w*|прокуратур\w*|министр\w*|губернатор\w*|мэр\w*|глав[аыу]|"
    r"начальник\w*|президент\w*|замминистра|представител\w*|командир\w*|директор\w*|советник\w*|администраци\w*|полици\w*|"
    r"пенсионерк\w*|женщин\w*|служб\w*|пресс-служб\w*|штаб\w*|основател\w*|военн\w+|канал\w*|волонтер\w*|волонтёр\w*|жительниц\w*|жител\w+|"
    r"боец|бойц\w+|оператор\w*|спикер\w*|пресс-секретар\w*|военкор\w*|эксперт\w*|аналитик\w*|депутат\w*|сенатор\w*|чиновник\w*|"
    r"бригад\w+|командуванн\w*|міністр\w*|мер[аиу]?|голов[аиу]|речни\w+|поліці\w*|військов\w+|пресслужб\w*|"
    r"адміністраці\w*|мешкан\w*|очільни\w+|пропагандист\w*|влад[аи]|управлінн\w*|розвідк\w*|мері[їяюєй]\w*|мэри[ияюей]\w*|"
    r"сил(?:ах|ам)|гарнізон\w*|гарнизон\w*|рух[уи]?|міськрад\w*|сільрад\w*|прокурор\w*|о[вк]?ва|[мр]ва|вца|дснс|мчс|"
    r"\w+військадміністраці\w*|\w+администраци\w*|боєць|бійц\w+|аналітик\w*|посадов\w+|рятувальник\w*)(?!\w)",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"(?<!\w)(?:footage|images?|imagery|videos?|photos?|photographs?|pictures?|clips?|кадры|кадрах|снимк\w+|"
    r"фото|видео|кадри|кадрах|знімк\w+|відео)(?!\w)(?P<by>\s+(?:from|by|of|от|від)\s+(?=[A-ZА-ЯІЇЄҐ]))?",
)
_PLATFORM = re.compile(
    r"\s+(?:[вуна]{1,2}|on|in)\s+(?:telegram|телеграм\w*|facebook|фейсбук\w*|соцмереж\w*|соцсет\w*)\W*$",
    re.IGNORECASE,
)
# "In a post of the brigade": the brigade speaks.
_PUBLISHED = re.compile(
    r"\s*(?:допис[іу]?|повідомленн[іяю]|заяв[іиа]|звіт[іу]?|зведенн[іяю]|сообщени[иея]|заявлени[иея]|"
    r"сводк[аеи]|отч[её]т[еа]?|посте?|публикации|the\s+(?:post|statement|report)s?\s+of)\s+(?=\w)",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"\s[‘'\"“«]?[A-ZА-ЯІЇЄҐ]\w+$|\s«[A-ZА-ЯІЇЄҐ][^«»]{1,40}»$")
_SILENT = re.compile(
    r"(?<!\w)(?:forces|troops|units|casualties|losses|casualty|it|which|who|attacks?|strikes?|number|situation|"
    r"войска|потери|силы|противник|ситуация|сили|втрати|ворог)(?!\w)",
    re.IGNORECASE,
)


def phrase_source(text: str, start: int, end: int) -> Source | None:
    """A noun phrase as a source, if it names somebody or a sort of speaker.

    Pictures are evidence, not speakers; who took them is one ("satellite images from X").
    """
    evidence = _EVIDENCE.search(text, start, end)
    if evidence is not None:
        start = evidence.end("by") if evidence["by"] else end
    published = _PUBLISHED.match(text, start, end)
    start = published.end() if published is not None else start
    raw = text[start:end]
    phrase = _PHRASE_EDGE.sub("", _PHRASE_EDGE.sub("", raw.strip(" ,\u00a0")))
    phrase = re.sub(r"\s+(?:itself|himself|herself|themselves)$", "", phrase)
    phrase = _PLATFORM.sub("", phrase).rstrip(" «“„‘")
    count = len(phrase.split())
    if not 0 < count <= 10 or _NO_PHRASE.match(phrase):
        return None
    if not _SPEAKER.search(phrase) and not _INNER_CAPITAL.search(phrase):
        return None
    if _SILENT.search(phrase):
        return None
    begin = start + raw.find(phrase)
    name = re.sub(r"^(?:the|an?)\s+", "", phrase, flags=re.IGNORECASE)
    side = side_of_words(phrase)
    return Source(begin, begin + len(phrase), name, side, kind_of_group(phrase), "group")


def phrase_after(text: str, start: int, limit: int) -> Source | None:
    """The noun phrase that begins at ``start``, up to the end of its clause."""
    clause = text[start : min(limit, start + _REACH)]
    stop = CLAUSE_END.search(clause)
    return phrase_source(text, start, start + (stop.start() if stop else len(clause)))
