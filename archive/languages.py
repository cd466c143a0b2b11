"""In which language a text is, by its function words."""

import re

from archive.text import fold

# The commonest words that are one language's own, folded.
FUNCTION_WORDS = {
    "fr": (
        "le la les des du une est et dans pour qui que sur pas plus par au aux ce cette ses sont "
        "avec nous vous il elle ont"
    ),
    "en": (
        "the of and to in is that for it with as was are this be on by from have has not which "
        "their we you they but his"
    ),
    "de": (
        "der die das und ist nicht ein eine zu den mit sich auf dem des von im fur auch es wird "
        "sind bei nach uber oder"
    ),
    "es": (
        "el los las y del que en una por con para es se lo como mas pero sus esta este ha son "
        "sobre al tambien muy ya"
    ),
    "it": (
        "il lo gli di che e una per con non sono della dei nel anche come piu ma alla dal questo "
        "questa si ha le i al da"
    ),
    "nl": (
        "de het een van en is dat niet te op zijn voor met aan ook door bij maar om er naar dan "
        "wordt nog uit over als"
    ),
    "pt": (
        "o os as e do da dos das em um uma que nao para com por mais como mas ao pelo pela se foi "
        "sua seu ou ser tem"
    ),
}
LANGUAGE_OF = {code: frozenset(listed.split()) for code, listed in FUNCTION_WORDS.items()}


def language(text: str) -> str:
    """Return the language of a text (ISO 639-1) by its function words.

    It is "" where too few tell, or two languages are close.
    """
    words = re.findall(r"[^\W\d_]+", fold(text[:20_000]))
    counts = []
    for code, function_words in LANGUAGE_OF.items():
        counts.append((sum(word in function_words for word in words), code))
    counts.sort(reverse=True)
    (most, code), (second, _code) = counts[:2]
    if most < 3 or most < 0.12 * len(words) or second > 0.8 * most:
        return ""
    return code
