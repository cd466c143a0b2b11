"""Places, written for this project: those that are sure by their name, and those that are not.

Of the latter, which are words, persons or directions as well, what stands before must tell.
"""

# With `|` between them.
_LANDS = """
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
Alsace|Aquitaine|Nouvelle-Aquitaine|Ardèche|Ardenne|Ardennes|Ariège|Auvergne|Auvergne-Rhône-Alpes
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
"""
# No article stands before these: « la Davos » is a sledge.
_TOWNS = """
Abidjan|Abou Dhabi|Accra|Addis-Abeba|Agadir|Alger|Amsterdam|Ankara|Antananarivo|Anvers|Athènes
Atlanta|Auckland|Bagdad|Bakou|Bamako|Bangalore|Bangkok|Barcelone|Belgrade|Berlin|Berne|Beyrouth
Bilbao|Birmingham|Bogota|Bologne|Bombay|Boston|Bratislava|Bruges|Bruxelles|Bucarest|Budapest
Buenos Aires|Calcutta|Cambridge|Canberra|Caracas|Casablanca|Chicago|Cologne|Copenhague|Cotonou
Dakar|Damas|Delhi|Detroit|Doha|Dresde|Dubaï|Dubai|Dublin|Édimbourg|Fès|Francfort|Fribourg|Gand
Genève|Glasgow|Göteborg|Hambourg|Hanoï|Helsinki|Hong Kong|Houston|Istanbul|Jakarta|Jérusalem
Johannesburg|Kaboul|Kiev|Kigali|Kinshasa|Lausanne|Lagos|Las Vegas|Leipzig|Libreville|Lisbonne
Liverpool|Lomé|Londres|Los Angeles|Madrid|Malaga|Manchester|Manille|Marrakech|Melbourne|Mexico
Miami|Milan|Monaco|Monastir|Montréal|Montreal|Moscou|Mumbai|Munich|Nairobi|Namur|Naples|Neuchâtel
New York|New Delhi|Niamey|Nouakchott|Nuremberg|Oran|Oslo|Ottawa|Ouagadougou|Oxford|Palerme|Pékin
Philadelphie|Pittsburgh|Port-au-Prince|Porto|Prague|Pretoria|Rabat|Reykjavik|Riga|Rio de Janeiro
Riyad|Rome|Rotterdam|Saint-Pétersbourg|Salzbourg|San Francisco|San Diego|Santiago|São Paulo
Sarajevo|Seattle|Séoul|Séville|Shanghai|Sofia|Stockholm|Stuttgart|Sydney|Tallinn|Tanger|Téhéran
Tel Aviv|Tirana|Tokyo|Toronto|Tunis|Turin|Vancouver|Varsovie|Venise|Vérone|Vilnius|Washington
Zagreb|Zurich|Saguenay|Sherbrooke|Gatineau|Trois-Rivières|Aberdeen|Lugano|Nyon|Vevey|Montreux|Bâle
Lucerne|Agen|Aix-en-Provence|Aix-les-Bains|Ajaccio|Albertville|Alençon|Amiens|Angoulême|Annecy
Annemasse|Antibes|Argenteuil|Arles|Arras|Asnières|Aubagne|Aubervilliers|Aulnay-sous-Bois|Aurillac
Auxerre|Avignon|Bagnolet|Bastia|Bayonne|Beauvais|Belfort|Besançon|Béthune|Béziers|Biarritz|Blois
Bobigny|Bondy|Boulogne-Billancourt|Boulogne-sur-Mer|Bourg-en-Bresse|Bourges|Brive
Brive-la-Gaillarde|Caen|Cahors|Calais|Cannes|Carcassonne|Cergy|Cergy-Pontoise|Châlons-en-Champagne
Chalon-sur-Saône|Chambéry|Chamonix|Charleville-Mézières|Chartres|Châteauroux|Châtellerault
Chaumont|Cherbourg|Cholet|Clamart|Clermont-Ferrand|Clichy|Colmar|Colombes|Compiègne|Courbevoie
Créteil|Dieppe|Digne|Dijon|Douai|Draguignan|Dreux|Dunkerque|Épinal|Évreux|Évry|Flers|Fontainebleau
Forbach|Fougères|Fréjus|Grenoble|Guéret|Guingamp|Hyères|Issy-les-Moulineaux|Ivry-sur-Seine
La Ciotat|La Défense|La Rochelle|La Roche-sur-Yon|Lannion|Laon|Le Creusot|Le Havre|Le Mans
Le Puy-en-Velay|Levallois-Perret|Lille|Lisieux|Limoges|Longwy|Lons-le-Saunier|Lorient|Lyon
Lunéville|Mâcon|Marseille|Maubeuge|Mayenne|Meaux|Metz|Millau|Montargis|Montauban|Montbéliard
Montélimar|Montluçon|Montpellier|Montreuil|Morlaix|Moulins|Mulhouse|Nanterre|Nantes|Narbonne
Nevers|Nîmes|Niort|Noisy-le-Grand|Orléans|Pantin|Paris|Périgueux|Perpignan|Pessac|Poitiers|Pontivy
Pontoise|Puteaux|Quimper|Rambouillet|Redon|Reims|Rennes|Roanne|Rodez|Roubaix|Rouen|Rueil-Malmaison
Saint-Brieuc|Saint-Denis|Saint-Dié|Saint-Étienne|Saint-Germain-en-Laye|Saint-Lô|Saint-Malo
Saint-Nazaire|Saint-Ouen|Saint-Quentin|Saint-Tropez|Saumur|Sedan|Soissons|Sophia Antipolis
Strasbourg|Suresnes|Tarbes|Thionville|Thonon|Toulon|Toulouse|Tourcoing|Tulle|Vannes|Vénissieux
Verdun|Versailles|Vesoul|Vierzon|Villeurbanne|Vincennes|Vitré|Vitrolles|Villeneuve-d’Ascq
Abbeville|Confolens|Lourdes|Pau|Châlons|Vitry-sur-Seine|Kensington|Brooklyn|Manhattan|Montmartre
Belleville|Cupertino|Palo Alto|Davos|Bali|Yverdon|Yverdon-les-Bains|Morges|Renens|Pully|Payerne
Moudon|Romont|Martigny|Sierre|Monthey|Delémont|Porrentruy|Bienne|Thoune|Winterthour|Saint-Gall
Schaffhouse|Coire|Locarno|Bellinzone|Soleure|Aarau|La Chaux-de-Fonds|Le Locle|Carouge|Vernier
Aubonne|Échallens|Leysin|Verbier|Zermatt|Crans-Montana|Interlaken|Charleroi|Tournai
Louvain-la-Neuve|Ostende|Courtrai|Malines|Verviers|Arlon|Bastogne|Lévis|Longueuil|Terrebonne
Rimouski|Drummondville|Granby|Saint-Hyacinthe|Shawinigan|Victoriaville|Rouyn-Noranda|Chicoutimi
Halifax|Calgary|Edmonton|Winnipeg|Moncton|Agde|Alès|Allauch|Anglet|Antony|Arcachon|Arcueil
Argentan|Armentières|Aubusson|Avranches|Bagneux|Bandol|Bar-le-Duc|Barentin|Bergerac|Bernay|Bezons
Blagnac|Briançon|Brignoles|Bruay-la-Buissière|Cabourg|Cachan|Cagnes-sur-Mer|Calvi|Cambrai
Carpentras|Castelnaudary|Cavaillon|Chantilly|Charenton-le-Pont|Château-Thierry|Châteaubriant
Châteaudun|Chatou|Chelles|Choisy-le-Roi|Cluses|Coutances|Dammarie-les-Lys|Dannemarie|Deauville
Decazeville|Denain|Drancy|Dinan|Dinard|Douarnenez|Échirolles|Elbeuf|Épernay|Épinay-sur-Seine
Étampes|Étretat|Fécamp|Figeac|Firminy|Fontenay-sous-Bois|Fos-sur-Mer|Franconville|Gagny|Gardanne
Garges-lès-Gonesse|Gennevilliers|Givors|Gonesse|Goussainville|Granville|Gravelines|Guebwiller
Haguenau|Hazebrouck|Hénin-Beaumont|Honfleur|Istres|Joigny|Joué-lès-Tours|La Baule|La Courneuve
La Seyne-sur-Mer|Landerneau|Langres|Lannemezan|Le Bourget|Le Touquet|Liévin|Lillebonne
Livry-Gargan|Loudéac|Louviers|Lunel|Manosque|Mantes-la-Jolie|Marmande|Massy|Maisons-Alfort|Meudon
Meylan|Mimizan|Moissac|Mont-de-Marsan|Montbrison|Montceau-les-Mines|Montfermeil|Montrouge|Mougins
Neuilly|Neuilly-sur-Seine|Nogent-sur-Marne|Noisy-le-Sec|Obernai|Orthez|Palaiseau|Pamiers
Paray-le-Monial|Péronne|Pierrefitte|Pithiviers|Ploërmel|Poissy|Pontarlier|Quimperlé|Ris-Orangis
Romainville|Romans-sur-Isère|Romorantin|Rosny-sous-Bois|Roissy|Rungis|Saint-Cloud|Saint-Mandé
Saint-Maur|Saint-Omer|Saint-Priest|Saint-Raphaël|Saint-Jean-de-Luz|Saint-Paul-de-Vence
Sainte-Maxime|Salon-de-Provence|Sarcelles|Sarlat|Sarreguemines|Sartrouville|Saverne|Sceaux
Sélestat|Senlis|Sèvres|Sisteron|Stains|Tarare|Thouars|Trappes|Trouville|Ussel|Uzès|Valenciennes
Vallauris|Vanves|Vendôme|Vichy|Villefranche-sur-Saône|Villejuif|Villepinte|Villers-Cotterêts
Viroflay|Vitry-le-François|Voiron|Wissembourg|Yvetot|Kehl|Sarrebruck|Fribourg-en-Brisgau
Aix-la-Chapelle|Trèves|Mayence|Brême|Hanovre|Dortmund|Düsseldorf|Cracovie|Gdansk|Lodz|Cluj
Timisoara|Plovdiv|Thessalonique|Izmir|Alep|Bassora|Chennai|Hyderabad|Karachi|Lahore|Shenzhen|Wuhan
Osaka|Kyoto|Hiroshima|Fukushima|Cordoue|Saragosse|Valladolid|Pampelune|Saint-Sébastien|Gênes|Bari
Catane|Trieste|Padoue|Ravenne|Coimbra|Braga|Oujda|Meknès|Tétouan|Sfax|Sousse|Bizerte|Annaba|Sétif
Tamanrasset|Saint-Louis du Sénégal|Antsirabe|Pointe-à-Pitre|Fort-de-France|Cayenne
Saint-Denis de La Réunion|Nouméa|Papeete|Dallas|Denver|Minneapolis|Memphis|Nashville|Baltimore
San José|Sacramento|Salt Lake City|La Nouvelle-Orléans
"""
# Sure only behind a word that leads to a place.
_DOUBTFUL = """
Ain Aisne Albi Allier Ambert Angers Anjou Artois Aube Aude Auch Auray Avion Bordeaux Brest Cantal
Castres Centre Champagne Cher Cognac Corbeil Creuse Dax Die Dole Doubs Eure Foix Florence Gap Gard
Géorgie Gers Grasse Guerande Héricourt Indre Landes Lens Laval Le Nord Loire Lorraine Lot Manche
Marne Martigues Melun Mende Meuse Nancy Nice Niger Mali Oise Orange Orne Oyonnax Orly Parthenay
Privas Provins Rhin Bas-Rhin Haut-Rhin Rhône Royan Saintes Sens Sète Seine Somme Tours Troyes Tuvalu
Valence Valenciennes Var Vichy Vienne Vire Phoenix Nord Sud Pau Victoria Oman Carthage Bray Lima
Quito Sion Delft Leyde Louvain Liège Mons Cork Bath Reading Essen Parme Pise Sienne Split Zoug
"""
DOUBTFUL_PLACES = frozenset(_DOUBTFUL.split()) - {"Le"}
TOWNS = frozenset(_TOWNS.replace("\n", "|").strip("|").split("|")) - DOUBTFUL_PLACES
PLACES = frozenset(_LANDS.replace("\n", "|").strip("|").split("|")) - {"État"}
PLACES = (PLACES | TOWNS) - DOUBTFUL_PLACES
