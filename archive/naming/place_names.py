"""Places, written for this project: those that are sure by their name, and those that are not.

Of the latter, which are words, persons or directions as well, what stands before must tell.
"""

import re
from collections.abc import Iterable, Iterator

from archive.naming.town_names import TOWNS as _TOWNS

# With `|` between them.
_LANDS = """
Mali|Niger|Oman|Tuvalu|Géorgie
Afghanistan|Afrique|Afrique du Nord|Afrique du Sud|Afrique de l’Ouest|Albanie|Algérie|Allemagne
Amérique|Amérique du Nord|Amérique du Sud|Amérique latine|Andorre|Angleterre|Angola|Antarctique
Arabie saoudite|Argentine|Arménie|Asie|Australie|Autriche|Azerbaïdjan|Bangladesh|Belgique|Bénin
Biélorussie|Birmanie|Bolivie|Bosnie|Botswana|Brésil|Bulgarie|Burkina Faso|Burundi|Cambodge
Cameroun|Canada|Cap-Vert|Catalogne|Chili|Chine|Chypre|Colombie|Comores|Corée|Corée du Nord
Corée du Sud|Costa Rica|Côte d’Ivoire|Croatie|Cuba|Danemark|Djibouti|Écosse|Ecosse|Égypte|Egypte
Équateur|Émirats arabes unis|Érythrée|Espagne|Estonie|État|États-Unis|Etats-Unis|Éthiopie|Europe
Finlande|France|Gabon|Gambie|Ghana|Grande-Bretagne|Grèce|Groenland|Guatemala|Guinée|Guyane|Haïti
Honduras|Hongrie|Inde|Indonésie|Irak|Iran|Irlande|Irlande du Nord|Islande|Israël|Italie|Jamaïque
Japon|Jordanie|Kazakhstan|Kenya|Kosovo|Koweït|Laos|Lettonie|Liban|Liberia|Libye|Liechtenstein
Lituanie|Luxembourg|Macédoine|Madagascar|Maghreb|Malaisie|Malawi|Maldives|Malte|Maroc|Mauritanie
Mexique|Moldavie|Mongolie|Monténégro|Mozambique|Namibie|Népal|Nicaragua|Nigeria|Nigéria|Norvège
Nouvelle-Zélande|Océanie|Ouganda|Ouzbékistan|Pakistan|Palestine|Panama|Paraguay|Pays-Bas|Pérou
Philippines|Pologne|Portugal|Proche-Orient|Moyen-Orient|Qatar|Québec|République tchèque|Roumanie
Royaume-Uni|Russie|Rwanda|Sénégal|Serbie|Singapour|Slovaquie|Slovénie|Somalie|Soudan|Sri Lanka
Suède|Suisse|Syrie|Taïwan|Tanzanie|Tchad|Tchéquie|Thaïlande|Togo|Tunisie|Turquie|Ukraine|Uruguay
Vatican|Venezuela|Vietnam|Viêt Nam|Yémen|Yougoslavie|Zambie|Zimbabwe|Tchécoslovaquie|Scandinavie
URSS|RDA|RFA|USA|Balkans|Méditerranée|Californie|Floride|Texas|Ontario|Alberta|Manitoba|Abitibi
Nouvelle-Écosse|Colombie-Britannique|Bavière|Wallonie|Flandre|Flandres|Andalousie|Lombardie
Toscane|Sicile|Sardaigne|Crète|Sibérie|Crimée|Pays basque|Pays de Galles|Tibet|Silicon Valley
Alsace|Alsace-Moselle|Bourgogne-Franche-Comté|Guinée-Bissau|Aquitaine|Nouvelle-Aquitaine|Ardèche|Ardenne|Ardennes|Ariège|Auvergne|Auvergne-Rhône-Alpes
Aveyron|Basse-Normandie|Haute-Normandie|Béarn|Berry|Bouches-du-Rhône|Bourgogne|Bretagne|Calvados
Camargue|Cantal|Centre-Val de Loire|Cévennes|Charente|Charente-Maritime|Corrèze|Corse|Côte-d’Or
Côtes-d’Armor|Deux-Sèvres|Dordogne|Drôme|Essonne|Eure-et-Loir|Finistère|Franche-Comté|Gironde
Grand Est|Guadeloupe|Haute-Garonne|Haute-Loire|Haute-Marne|Haute-Saône|Haute-Savoie|Haute-Vienne
Hautes-Alpes|Hautes-Pyrénées|Hauts-de-France|Hauts-de-Seine|Hérault|Ille-et-Vilaine|Île-de-France
Ile-de-France|Indre-et-Loire|Isère|Jura|Languedoc|Languedoc-Roussillon|Limousin|Loir-et-Cher
Loire-Atlantique|Loiret|Lot-et-Garonne|Lozère|Maine-et-Loire|Martinique|Mayotte|Meurthe-et-Moselle
Midi-Pyrénées|Morbihan|Moselle|Nièvre|Nord-Pas-de-Calais|Normandie|Nouvelle-Calédonie|Occitanie
Paca|PACA|Pas-de-Calais|Pays de la Loire|Picardie|Poitou|Poitou-Charentes|Polynésie|Provence
Puy-de-Dôme|Pyrénées|Pyrénées-Atlantiques|Pyrénées-Orientales|Rhône-Alpes|Roussillon|La Réunion
Saône-et-Loire|Sarthe|Savoie|Seine-et-Marne|Seine-Maritime|Seine-Saint-Denis|Sologne|Tarn
Tarn-et-Garonne|Territoire de Belfort|Touraine|Val-de-Marne|Val-d’Oise|Vaucluse|Vendée|Vosges
Yonne|Yvelines|Quercy|Périgord|Beauce|Brie|Cotentin|Larzac|Morvan|Vercors|Luberon|Saint-Gall
Israel|Taiwan|Lesotho|Seychelles|Eswatini|Swaziland|Île Maurice|Brunei|Bahreïn|Bahrein|Bahamas
Barbade|Belize|Bhoutan|Trinité-et-Tobago|Timor oriental|Guinée-Bissau|Guinée équatoriale
Sierra Leone|République dominicaine|République centrafricaine|Centrafrique
République démocratique du Congo|Congo|Congo-Brazzaville|Zaïre|RDC|Sahara occidental|Samoa|Vanuatu
Kiribati|Micronésie|Mélanésie|Papouasie-Nouvelle-Guinée|Nouvelle-Guinée|Fidji|Kirghizistan
Kirghizie|Tadjikistan|Turkménistan|Tchétchénie|Transnistrie|Abkhazie|Ossétie|Daghestan|Caucase
Kurdistan|Cachemire|Pendjab|Bengale|Tamil Nadu|Kerala|Gujarat|Ceylan|Mandchourie|Yunnan|Sichuan
Shandong|Xinjiang|Formose|Okinawa|Hokkaido|Sumatra|Bornéo|Célèbes|Moluques|Mindanao|Tasmanie
Queensland|Viet Nam|Viêt-Nam|Indochine|Cochinchine|Tonkin|Annam|Mésopotamie|Anatolie|Phénicie
Cisjordanie|Judée|Samarie|Sinaï|Machrek|Kabylie|Aurès|Sahara|Sahel|Casamance|Darfour|Katanga|Kivu
Biafra|Abyssinie|Zanzibar|Transvaal|KwaZulu-Natal|Rhodésie|Sénégambie|Afrique subsaharienne
Afrique centrale|Afrique occidentale|Afrique australe|Amérique centrale|Amériques|Asie centrale
Asie du Sud-Est|Asie Mineure|Europe centrale|Europe de l’Est|Europe de l’Ouest|Europe du Nord
Europe du Sud|Europe occidentale|Europe orientale|Eurasie|Extrême-Orient|Antilles|Caraïbes|Caraïbe
Marie-Galante|Saint-Pierre-et-Miquelon|Wallis-et-Futuna|Tahiti|Moorea|Bora-Bora|Kerguelen
La Désirade|Porto Rico|Puerto Rico|Curaçao|Galápagos|Galapagos|Patagonie|Terre de Feu|Amazonie
Minas Gerais|Pernambouc|Yucatan|Chiapas|Basse-Californie|Île de Pâques|Açores|Madère|Canaries
Baléares|Majorque|Minorque|Tenerife|Ténérife|Hawaï|Hawaii|Alaska|Alabama|Arizona|Arkansas
Caroline du Nord|Caroline du Sud|Colorado|Connecticut|Dakota du Nord|Dakota du Sud|Delaware|Idaho
Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiane|Maryland|Massachusetts|Michigan|Minnesota
Mississippi|Missouri|Nebraska|Nevada|New Hampshire|New Jersey|New York City|Nouveau-Mexique
Nouvelle-Angleterre|Nouvelle-France|Acadie|Ohio|Oklahoma|Oregon|Pennsylvanie|Rhode Island
Tennessee|Utah|Vermont|Virginie-Occidentale|Wisconsin|Wyoming|Midwest|Nouveau-Brunswick
Terre-Neuve|Labrador|Saskatchewan|Nunavut|Yukon|Île-du-Prince-Édouard|Gaspésie|Estrie|Montérégie
Outaouais|Mauricie|Lanaudière|Laurentides|Côte-Nord|Abitibi-Témiscamingue|Saguenay–Lac-Saint-Jean
Chaudière-Appalaches|Bas-Saint-Laurent|Îles-de-la-Madeleine|Cantons-de-l’Est|Vaud|Valais|Argovie
Thurgovie|Tessin|Grisons|Obwald|Nidwald|Bâle-Campagne|Bâle-Ville|Suisse romande|Suisse alémanique
Suisse centrale|Romandie|Lavaux|Gros-de-Vaud|Léman|lac Léman|Oberland|Oberland bernois|Engadine
Chablais|Jura bernois|Jura vaudois|Simplon|Gothard|Saint-Gothard|Cervin|Eiger|Jungfrau|Hainaut
Brabant|Brabant wallon|Limbourg|Condroz|Hesbaye|Gaume|Bénélux|Benelux|Zélande|Rhénanie|Westphalie
Rhénanie-du-Nord-Westphalie|Rhénanie-Palatinat|Palatinat|Saxe|Basse-Saxe|Saxe-Anhalt|Thuringe
Brandebourg|Poméranie|Mecklembourg|Souabe|Bade-Wurtemberg|Wurtemberg|Franconie|Ruhr|Forêt-Noire
Schleswig-Holstein|Prusse|Silésie|Bohême|Moravie|Galicie|Lusace|Haute-Lusace|Mazovie|Transylvanie
Valachie|Bessarabie|Bucovine|Volhynie|Donbass|Thrace|Thessalie|Péloponnèse|Attique|Épire|Cyclades
Corfou|Santorin|Mykonos|Dalmatie|Istrie|Voïvodine|Herzégovine|Bosnie-Herzégovine|Macédoine du Nord
Tyrol|Tyrol du Sud|Carinthie|Styrie|Vorarlberg|Piémont|Ligurie|Latium|Ombrie|Campanie|Calabre
Pouilles|Basilicate|Abruzzes|Émilie-Romagne|Vénétie|Frioul|Val d’Aoste|Vallée d’Aoste|Castille
Vieille-Castille|Castille-et-León|Estrémadure|Asturies|Cantabrie|Murcie|Pays valencien|Algarve
Alentejo|Cornouailles|Devon|Kent|Essex|Sussex|Yorkshire|Lancashire|Midlands|Ulster|Connemara
Hébrides|Orcades|Shetland|Îles Féroé|Féroé|Laponie|Jutland|Carélie|Svalbard|Spitzberg|Arctique
Atlantique|Adriatique|Baltique|Caspienne|mer Noire|mer Rouge|mer Morte|mer du Nord|Bosphore
Dardanelles|Gibraltar|Alpes|Alpes-Maritimes|Alpes-de-Haute-Provence|Andes|Appalaches|Carpates
Himalaya|Oural|Apennins|Massif central|Massif Central|Cordillère des Andes|Mont-Blanc|mont Blanc
Everest|Kilimandjaro|Vésuve|Etna|Danube|Tamise|Tibre|Pô|Èbre|Douro|Guadalquivir|Escaut|Elbe|Oder
Vistule|Niémen|Dniepr|Dniestr|Volga|Nil|Euphrate|Gange|Indus|Brahmapoutre|Mékong|Yangtsé|Orénoque
Garonne|Durance|Saône|Meurthe|Adour|Sambre|Aar|Sarine|Reuss|Limmat|Gascogne|Guyenne|Saintonge
Aunis|Angoumois|Comtat Venaissin|Dauphiné|Bugey|Dombes|Forez|Velay|Vivarais|Gévaudan|Rouergue
Albigeois|Lauragais|Bigorre|Comminges|Couserans|Cerdagne|Minervois|Maurienne|Tarentaise
Beaufortain|Bauges|Queyras|Oisans|Ubaye|Esterel|Côte d’Azur|Riviera|Nivernais|Bourbonnais|Gâtinais
Vexin|Hurepoix|Thiérache|Boulonnais|Ponthieu|Vimeu|Pays de Caux|Pays d’Auge|Bessin|Avranchin
Trégor|Cornouaille|Vannetais|Pays nantais|Brière|Marais poitevin|Sundgau|Mâconnais|Beaujolais
Charolais|Auxois|Alpilles|Aubrac|Margeride|Livradois|Belle-Île|Belle-Île-en-Mer|Île de Ré
Île d’Oléron|île de Ré|île d’Oléron|Ouessant|Groix|Bréhat|Noirmoutier|Île d’Yeu|Porquerolles
Haute-Corse|Corse-du-Sud|Haut-Rhin|Bas-Rhin|Polynésie française|Guyane française|Union soviétique
Austrasie|Neustrie|Burgondie|Gaule|Gaules|Germanie|Sparte|Troie|Palo Alto|Wall Street|Montparnasse
Saint-Germain-des-Prés|Quartier latin|Champs-Élysées|Champs-Elysées|Manhattan|Bronx|Soho|Chinatown
Kreuzberg|Bois de Boulogne|Bois de Vincennes|Ménilmontant|Pigalle|Batignolles|Barbès|Fourvière
Croix-Rousse|Part-Dieu|Villeurbanne
Virginie|Uri|Galice|Antigua-et-Barbuda|Anguilla|Aruba|Diego Garcia|Guernesey|Guam|Guyana
Île de Man|Jersey|Kirghizstan|Myanmar|Montserrat|Nauru|Palaos|Suriname|Soudan du Sud
Sao Tomé-et-Principe|Sainte-Lucie|Saint-Barthélemy|îles Canaries|îles Malouines|Malouines
Sainte-Hélène|Rajasthan|Maharashtra|Turkestan|Guangdong|Honshu|Nouvelle-Galles du Sud|Rangoun
Bogotá|Le Caire|Nuuk|Chișinău|Ekaterinbourg|Port-d’Espagne|Laâyoune|Hébron|Krasnoïarsk|Kamtchatka
Sakhaline|Mer Noire|Grands Lacs|Nicée|Ninive|Golan|Kalahari|Altaï|Pamir|Nouvelle-Orléans|Holstein
Saxe-Cobourg|Vieux-Québec
"""
# Sure only behind a word that leads to a place.
_DOUBTFUL = """
Alcala Alma Ambert Anjou Ans Ardon Arth Artois Avion Baar Bastille Bath Beaumont Berck Bitche
Bocage Boulder Brandon Bravo Bray Briey Broadway Bron Buchs Buffalo Cali Cantal Canton Carignan
Caux Centre Chambly Champagne Charlevoix Charlotte Clermont Clisson Cognac Colombier Colombo
Commercy Constance Constantine Corbeil Corbières Cordoba Cork Darwin Derby Die Dol Durham Emmen
Florence Forest Frise Fully Galilée Gander Grenade Hal Halle Ham Harlem Hauterive Hesse Jambes
Jette Juba Kingston Langeac Langon Laval Levant León Loos Lorraine Loudun Louvres Lucé Lure Luçon
Léon Madison Mathis Maurice Mies Mirabel Montana Montfort Montmorency Muri Mérida Nassau Natal
Nidau Nord Nozay Nubie Orange Orlando Padang Palma Pertuis Phoenix Plaisance Plaisir Prades
Providence Queens Reading Regina Richmond Rif Rochefort Rosario Rosemont Roses Saint-Martin
Saint-Nicolas Salomon Salvador Santander Savannah Savigny Saxon Seclin Segré Spa Spire Split
Stanford Stans Sud Thann Thiers Tonnerre Torcy Travers Trey Valois Vernon Victoria Villeneuve
Villette Wellington Wil Windsor York Zara Émilie
"""
# Rivers, and lands called after them: with an article they are meant, « la Somme ».
_RIVERS = """
Aisne Aube Aude Cher Creuse Doubs Eure Gard Gers Hérault Indre Loire Lot Manche Marne Meuse Oise
Orne Rhin Rhône Seine Somme Var Vienne Allier Ain Ariège Landes Arno Tage Jourdain Perche Bresse
Maine Sarre Loing Verdon Vilaine Crau Pacifique Rocheuses Marquises Bermudes Causses Chartreuse
Amazone Navarre Aragon Perse
"""
# Words as well: with a capital within a sentence, and no article, the town is meant.
_WORDS = """
Aden Agra Aigle Amboise Apt Assise Ath Auch Bercy Bergen Bex Bonn Bouillon Brigue Bulle Castres
Chinon Cluny Conques Corinthe Dax Delft Delphes Dole Durban Embrun Essen Falaise Faro Foix Fresnes
Gap Gien Gimel Gland Goa Grandson Grasse Huy Java Kobe Lecce Lens Leyde Lima Linz Louvain Magog
Melun Mende Mons Moutier Munster Muret Nice Odessa Ollon Olympie Onex Orbe Parme Pau Percé Perth
Pise Provins Reno Rhodes Riom Rolle Royat Saintes Samara Sens Sienne Sion Sorel Sparte Spiez
Syracuse Tonga Tours Trente Troie Uster Valence Varennes Vence Vichy Vire Visé Zoug Étaples
"""
RIVERS = frozenset(_RIVERS.split())
WORDS = frozenset(_WORDS.split())
# Of a mountain, a water, a building: with a capital, these open a place's name.
_FEATURES = """
Vallée Val Lac Mont Monts Col Pic Dent Dents Aiguille Glacier Cap Baie Golfe Île Ile Îles Iles Parc
Plaine Plateau Forêt Bois Rivière Château Viaduc Gorges Détroit Presqu’île Côte Pays Fort Massif
Port Mer Océan Désert Cirque Gare Aéroport Canton Département Province
"""
FEATURES = frozenset(_FEATURES.split())
DOUBTFUL_PLACES = frozenset(_DOUBTFUL.split()) | RIVERS | WORDS


def _variants(names: Iterable[str]) -> Iterator[str]:
    """Yield names as they are printed as well: without an accent on a capital, a hyphen."""
    for name in names:
        bare = name.replace("É", "E").replace("Î", "I").replace("Œ", "Oe")
        yield bare
        for printed in (name, bare):
            if printed.startswith("Saint"):
                yield printed.replace("Saint-", "St-").replace("Sainte-", "Ste-")
            elif printed.startswith(ENGLISH):
                yield printed.replace(" ", "-")
            elif not BETWEEN.search(printed):
                yield printed.replace("-", " ")


# Small words between hyphens, that no run of capitals has.
BETWEEN = re.compile("-(?:sur|sous|lès|lez|en|les|le|à|et)-")
ENGLISH = ("New ", "San ", "Los ", "Hong ", "Las ", "Tel ", "Sri ")
TOWNS = (_TOWNS | set(_variants(_TOWNS))) - DOUBTFUL_PLACES
_SURE = frozenset(_LANDS.replace("\n", "|").strip("|").split("|"))
PLACES = (_SURE | set(_variants(_SURE)) | TOWNS) - DOUBTFUL_PLACES - {"État", "Etat"}


def _spelled() -> dict[str, str]:
    """Return {a way to print a place's name: the name}, of those with another."""
    names = {}
    for name in sorted(_SURE | _TOWNS):
        for printed in _variants([name]):
            if printed != name and printed not in _SURE | _TOWNS:
                names[printed] = name
        article, _space, rest = name.partition(" ")  # « Martinique, Réunion », « au Havre »
        if article in ("La", "Le", "Les") and rest not in PLACES | DOUBTFUL_PLACES:
            names[rest] = name
    return names


SPELLED = _spelled()
# « au Havre », « aux Sables-d’Olonne ».
MASCULINE = {rest for rest, name in SPELLED.items() if name in (f"Le {rest}", f"Les {rest}")}
