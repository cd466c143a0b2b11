"""Sixty mixed questions about the corpus, as addresses of the search page: (kind, address)."""

from collections.abc import Iterator

KINDS = {
    "common word": [
        "q=travail",
        "q=salarié",
        "q=employeur",
        "q=contrat",
        "q=sécurité",
        "q=formation",
    ],
    "rare word": [
        "q=chlorhydrique",
        "q=métayage",
        "q=amiante",
        "q=silicose",
        "q=télétravail",
        "q=échafaudage",
    ],
    "two words": [
        "q=congé maternité",
        "q=permis conduire",
        "q=contrat apprentissage",
        "q=pension invalidité",
    ],
    "three to five words": [
        "q=préavis démission salarié",
        "q=indemnité licenciement économique",
        "q=allocation adulte handicapé montant",
        "q=accident travail maladie professionnelle indemnisation",
        "q=retraite anticipée carrière longue conditions",
        "q=aide au logement étudiant",
    ],
    "question": [
        "q=quelle est la durée du congé de maternité ?",
        "q=comment calculer l’indemnité de licenciement d’un salarié",
        "q=mon employeur peut-il refuser mes congés payés",
        "q=quels sont les droits du conjoint en cas de divorce ou de succession",
        "q=que faire en cas de perte ou de vol de passeport à l’étranger",
        "q=est-ce que je peux toucher le chômage après une démission",
        "q=qui doit payer l’amende en cas d’infraction au code de la route",
        "q=combien de temps faut-il garder ses bulletins de salaire",
    ],
    "phrase": [
        'q="contrat de travail"',
        'q="de la sécurité sociale"',
        'q="dans les conditions prévues"',
        'q="mise en danger de la vie"',
        'q="à l’article L. 161"',
        'q="congé de maternité" salariée',
        'q="temps de travail"~3',
    ],
    "prefix": ["q=licenci*", "q=form*", "q=vétér* sanitaire", "q=invalid*"],
    "filter": [
        "q=travail&publication=code-du-travail",
        "q=licenciement&author=ministere-du-travail",
        "q=congé&tag=partie-legislative",
        "q=sécurité&tag=partie-reglementaire&year=2016",
        "q=passeport mineur&publication=service-public-fr",
        "q=formation&year=2019&year=2020",
        "q=amiante&tag=-partie-legislative",
    ],
    "dates": [
        "q=retraite&from=2008&to=2012",
        "q=contrat date:2016..2018",
        "q=salaire minimum&from=2019-06",
        "q=pêche maritime date:..2010",
    ],
    "exclusion": [
        "q=licenciement -économique",
        "q=retraite -agricole -militaire",
        'q=congé -"congé de maternité"',
    ],
    "misspelt": [
        "q=lisenciement abusif",
        "q=indemnitée chomage",
        "q=acident du travaille",
        "q=retrète anticipé",
    ],
    "browsing": ["q=code"],
}


def questions() -> Iterator[tuple[str, str]]:
    yield from ((kind, address) for kind, addresses in KINDS.items() for address in addresses)
