"""Sentences that saved pages of the tests are made of."""

SENTENCES = (
    "Le standard de la mairie ne répond plus après midi, et nul ne sait pourquoi cela dure.",
    "Les élus ont promis une solution avant la rentrée, sans dire avec quel argent la payer.",
    "On a vu des habitants faire la queue au guichet pour demander un simple formulaire.",
    "La machine qui parle à leur place ne comprend ni les accents ni les silences.",
    "Il faudrait pourtant peu de choses : deux personnes, une ligne ouverte et du temps.",
    "Nos voisins l’ont fait voici dix ans, et leurs mairies n’en ont pas été ruinées.",
    "Reste la question de la volonté, qui n’est jamais posée parce qu’elle fâche.",
    "Un métier se perd ainsi, sans bruit, et avec lui une façon d’accueillir les gens.",
)
