"""The lines in which a magazine says who makes it and how to have it: its imprint (« l’ours »)."""

import re

from archive.text import fold

# What an imprint has; two of these with what they label make a line one.
SIGNS = re.compile(
    r"\b(?:direct(?:eur|rice|ion)s?(?: deleguee?)? d(?:e la |es )(?:publications?|redaction)"
    r"|redact(?:eur|rice)s?(?: en)? chef(?: adjointe?)?"
    r"|secreta\w+(?: generale?)? de (?:la )?redaction"
    r"|(?:ont )?(?:collabore|participe) a ce numero|comite de (?:redaction|lecture)|maquett?\w*"
    r"|mise en pages?|conception graphique|iconographie|photogravure|impression|imprim(?:eur|erie)"
    r"|imprime (?:par|en|chez)|depot legal|commission paritaire|cppap|c\.p\.p\.a\.p|issn"
    r"|siege social|s\.?a\.?r?\.?l?\.? au capital|rcs|regie(?: publicitaire)?|publicite"
    r"|abonnements?|routage|diffusion|vente au numero|prix (?:au|du) numero|editee? par|editeur"
    r"|tel(?:ephone|\.)?|fax|telecopie|courriel|e-?mail)\b\.?"
    r"(?P<labels>[ ]?:|(?: n°?\.?)? \d[\d-])?"
)
# One of these opens a line of an imprint, where it stands among others of it.
STRONG = re.compile(
    r"(?:redact(?:eur|rice)s? en chef(?= ?:)"
    r"|direct(?:eur|rice)s? (?:de la publication|de publication)|secreta\w+ de (?:la )?redaction"
    r"|ont (?:collabore|participe) a ce numero|comite de (?:redaction|lecture)|maquettistes?"
    r"|maquette|photogravure|depot legal|commission paritaire|cppap|issn|imprime (?:par|en|chez)"
    r"|impression|siege social)(?:[ ]?:| [a-z-]{0,6}\d)"
)
# No text has this.
CERTAIN = re.compile(r"ont (?:collabore|participe) a ce numero ?:")


def is_imprint(line: str) -> bool:
    """Return True for a line of an imprint: « Directeur de la publication : X – Maquette : Y ».

    A sentence that tells of such things is none.
    """
    folded = fold(line)
    if CERTAIN.match(folded):
        return True
    signs = list(SIGNS.finditer(folded))
    labels = sum(bool(sign["labels"]) for sign in signs)
    return labels >= 2 and len(folded.split()) <= 14 * len(signs)


def may_be_imprint(line: str) -> bool:
    """Return True for a line that is an imprint's beside others of one: « Maquette : X »."""
    return bool(STRONG.match(fold(line))) or is_imprint(line)
