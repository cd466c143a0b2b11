"""Days that are printed on a page and are not the text's: a visit's, a manuscript's, a fair's."""

import re

from archive import printed_dates

# A day or an issue that is not the text's: the next one, the page's own, a visit's.
ANOTHERS = re.compile(
    r"\bprochaine?s?\b|\bprecedente?s?\b|\ba paraitre\b|\bparaitra\b|\babonne(?:z|ments?)\b"
    r"|\bvoir aussi\b|\blire aussi\b|\bvisiteur|\bconsultee? le\b|\b(?:imprime|genere)e? le\b"
    r"|\bnous sommes\b"
    r"|\bmise? en ligne sur \S+\.(?:info|org|com|net|fr)\b|\benregistree? le\b"
    r"|\bversion cache\b"
    r"|\b(?:document|fichier|notice|listing) "
    r"(?:editee?|creee?|saisie?|exportee?|extraite?|sortie?|convertie?|numerisee?) le\b"
    r"|\b(?:telecharge|exporte|extrait|indexe|charge|numerise|converti|obtenu)e? le\b"
    r"|\b(?:date de )?(?:chargement|telechargement|saisie|extraction|numerisation) ?:"
    r"|\brecue? le\b|\b(?:received|revised|accepted)(?: on)?:? \d"
    r"|\bcaptures?\b|\brendez-vous\b|\binscri(?:vez|ption)|\bsalon\b|\bcongres\b"
    r"|\bcolloque\b|\bwebinaire\b|\bassemblee generale\b|\bdepuis le\b"
    r"|\baujourd'hui\b|\bbouclage\b|\bcommander\b|\ben kiosque\b|\bnext issue\b|\bprevious issue\b"
)
MOST_WORDS = 8  # of a line that only tells another's day
# How journals say when a manuscript came and was taken.
MANUSCRIPT = re.compile(r"(?:article |manuscrit |texte )?(?:recue? le|received(?: on)?:?) ?\d")
MOST_OF_MANUSCRIPT = 30  # words


def tells_alone(line: str) -> bool:
    """Return True for a short line with a day that is not the text's: « Généré le 12/04/2018 ».

    « Reçu le 3 mai 2001 ; accepté le 2 juin 2001 » may be longer: a manuscript's days.
    """
    folded = line.translate(printed_dates.FOLD)
    most_words = MOST_OF_MANUSCRIPT if MANUSCRIPT.match(folded) else MOST_WORDS
    if len(line.split()) > most_words or line.rstrip()[-1:] in "!?…":
        return False
    is_anothers = bool(ANOTHERS.search(folded))
    if line.rstrip()[-1:] == "." and most_words == MOST_WORDS:
        return False
    return is_anothers and any(len(edtf) == 10 for *_place, edtf in printed_dates.find_french(line))
