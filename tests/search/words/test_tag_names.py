"""Where a text says the name of a tag."""

import pytest

from archive.search.words.analysis import tokenize
from archive.search.words.tag_names import TagNames


def said(name: str, text: str, language: str = "fr") -> list[str]:
    places = TagNames({"tag": [name]}, language).places(text, list(tokenize(text))).get("tag", [])
    return [text[place.start : place.end] for place in places]


@pytest.mark.parametrize(
    "name, text",
    [
        ("Télétravail", "Le teletravail divise."),
        ("Centre d’appels", "Les centres d’appel embauchent."),
        ("après-vente", "Un service après vente."),
        ("e-mail", "Un email de trop."),
        ("Journal", "Deux journaux ferment."),
        ("SIG", "Les SIG et nous."),
        ("C.R.M.", "Un CRM de plus."),
        ("OpenStreetMap", "Une carte d’OpenStreetMap."),
        ("Flickr", "Vu sur Flickr."),
        ("photographie", "Photographie de nuit."),
    ],
)
def test_a_name_is_met_whatever_its_accents_its_number_and_its_hyphen(name, text):
    assert len(said(name, text)) == 1


@pytest.mark.parametrize(
    "name, text",
    [
        ("Queer", "Que dire, et que faire ?"),  # one stem
        ("Formation", "On forme des conseillers formés."),
        ("Marché", "Il marche dans la rue."),
        ("Cours", "La cour est vide."),
        ("Mois", "Moi, je reste."),
        ("Les", "Les voilà, les nôtres."),
        ("Less", "Les voilà, les nôtres."),
        ("Mars", "Le 26 mars 2009."),
        ("MAPS", "La balise MAP."),
        ("SIG", "Le sig du matin."),
        ("R", "Un r minuscule."),
        ("Temps d’attente", "Le temps, puis une attente."),
        ("", "Rien."),
        ("un deux trois quatre cinq six sept", "un deux trois quatre cinq six sept"),
    ],
)
def test_no_name_is_met_by_a_stem_a_function_word_or_another_word(name, text):
    assert said(name, text) == []


@pytest.mark.parametrize(
    "name, text",
    [
        ("Youtube", "À voir sur youtube.com, ou http://www.youtube.com/watch?v=1."),
        ("Google", "La page code.google.com/apis est là."),
        ("Journal", "Écrire à journal@exemple.fr."),
        ("widget", "Ajouter mapfish.widgets.miniMap à la carte."),
        ("géométrie", "select ST_Length(geometrie) from voie_geometrie"),
        ("R", "Merci à R. Mejean."),
        ("data", "SHAPEPATH C:/ms4w/htdocs/data et ~/data/x."),
        ("popup", "Le fichier OpenLayers/lib/OpenLayers/Popup.js."),
        ("commons", "Puis :\nsudo apt install gnupg software-properties-common\n"),
        ("livre", "La description que je vous livre ici, qui livre tout, et s’il se livre."),
    ],
)
def test_no_name_is_said_by_an_address_a_program_an_initial_or_a_verb(name, text):
    assert said(name, text) == []


@pytest.mark.parametrize(
    "name, text",
    [
        ("Booking.com", "Sur booking.com tout est plein."),
        ("R", "Je travaille sous R. Nous en reparlerons."),
        ("superviseur", "Le superviseur(e) écoute."),
        ("Leaflet", "Un mot sur _Leaflet_, avec Leaflet.js."),
        ("livre", "Ce livre, qui se livre, est le livre de l’année."),
        ("enseignants", "Nous enseignants demandons du temps."),
        ("lecteurs", "Chez vous lecteurs, tout est différent."),
        ("mer", "$ 100 millions pour la mer."),
        ("PHP", "Linux/Apache/MySQL/PHP 24/7 et/ou/ni"),
        ("Google", "Ce qui change : Google qui Google."),
    ],
)
def test_a_name_is_said_whatever_signs_stand_beside_it(name, text):
    assert said(name, text)


def test_a_text_without_words_says_nothing():
    assert said("Formation", "") == said("Formation", "… ! 😀") == []
