"""Towns, written for this project: no article stands before their names."""

# With `|` between them.
_KNOWN = """
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
San José|Sacramento|Salt Lake City|La Nouvelle-Orléans|Angers|Bordeaux|Brest|Nancy|Liège|Oyonnax
Quito|Sète|Troyes|Orly|Martigues|Parthenay|Royan|Albi|Carthage|Privas|Auray|Thônex|Héricourt
Guerande|Guérande
"""
_FRANCE = """
Ablon|Achères|Aigues-Mortes|Aigurande|Aime-la-Plagne|Aire-sur-la-Lys|Albens|Alfortville|Altkirch
Ambérieu-en-Bugey|Amnéville|Ancenis|Andernos|Andernos-les-Bains|Andrésieux|Angerville|Aniche
Annonay|Anzin|Arcis-sur-Aube|Argelès-Gazost|Argelès-sur-Mer|Arpajon|Ars-en-Ré|Athis-Mons|Aubenas
Auchel|Aumale|Autun|Auvers-sur-Oise|Avallon|Azay-le-Rideau|Bagnols-sur-Cèze|Bagnères-de-Bigorre
Banyuls|Barbizon|Barcelonnette|Barfleur|Barjac|Bastelica|Baume-les-Dames|Bayeux|Beaugency|Beaune
Beaupréau|Beausoleil|Belley|Bergues|Betton|Beuvry|Billère|Bischheim|Bischwiller|Blanc-Mesnil
Blanquefort|Bléré|Boissy-Saint-Léger|Bollène|Bondoufle|Bonneville|Bouc-Bel-Air|Bouguenais|Boulogne
Bourg-Saint-Maurice|Bourg-la-Reine|Bourg-lès-Valence|Bourgoin-Jallieu|Bressuire|Brioude|Bruz
Bry-sur-Marne|Brétigny-sur-Orge|Bussang|Buxerolles|Caluire|Caluire-et-Cuire|Camaret
Camaret-sur-Mer|Cancale|Capbreton|Carentan|Carhaix|Carmaux|Carnac|Carnon|Carquefou
Carrières-sur-Seine|Carvin|Cassis|Castelsarrasin|Caudebec|Caudry|Cesson-Sévigné|Cestas|Chalonnes
Champigny-sur-Marne|Champs-sur-Marne|Charenton|Charleville|Charolles|Chaumont-sur-Loire|Chauny
Chaville|Chenonceaux|Cherbourg-en-Cotentin|Cheverny|Chevilly-Larue|Château-Gontier|Château-Salins
Châteauneuf-du-Pape|Châtenay-Malabry|Châtillon-sur-Seine|Cilaos|Clamecy|Clermont-l’Hérault
Clichy-sous-Bois|Cogolin|Collioure|Colomiers|Combs-la-Ville|Concarneau|Condé-sur-l’Escaut
Conflans-Sainte-Honorine|Conques-en-Rouergue|Corbeil-Essonnes|Corte|Cosne-sur-Loire|Coudekerque
Coulommiers|Courchevel|Courcouronnes|Cournon-d’Auvergne|Cran-Gevrier|Creil|Croissy-sur-Seine
Crolles|Crépy-en-Valois|Cucq|Cugnaux|Céret|Decize|Deuil-la-Barre|Divonne-les-Bains|Dol-de-Bretagne
Domfront|Domrémy|Doullens|Dourdan|Draveil|Dugny|Eaubonne|Elne|Enghien-les-Bains|Ensisheim|Ermont
Erstein|Eybens|Faches-Thumesnil|Fameck|Faverges|Ferney-Voltaire|Feyzin|Fleury-Mérogis|Floirac
Florac|Font-Romeu|Fontenay-aux-Roses|Fontenay-le-Comte|Fontevraud|Forcalquier|Fouesnant
Fougerolles|Frontignan|Gaillac|Garches|Gex|Gisors|Giverny|Givet|Gourdon|Gradignan|Grand-Quevilly
Grande-Synthe|Graulhet|Grigny|Gujan-Mestras|Guyancourt|Guérande|Gérardmer|Hautmont|Hayange|Hendaye
Hennebont|Hirson|Houdan|Houilles|Huningue|Hérouville-Saint-Clair|Illiers-Combray|Illkirch
Illkirch-Graffenstaden|Is-sur-Tille|Issoire|Issoudun|Ivry|Jarnac|Jarny|Joinville-le-Pont|Jonzac
Jouy-en-Josas|Juvisy|Juvisy-sur-Orge|Kaysersberg|Kourou|Kremlin-Bicêtre|La Bourboule
La Chapelle-sur-Erdre|La Charité-sur-Loire|La Châtre|La Clusaz|La Ferté-Bernard|La Flèche
La Garde-Freinet|La Garenne-Colombes|La Grand-Combe|La Grande-Motte|La Mure|La Plaine-Saint-Denis
La Rochefoucauld|La Réole|La Souterraine|La Teste-de-Buch|La Trinité-sur-Mer|La Valette-du-Var
La Villette|Lacanau|Lagny|Lagny-sur-Marne|Laguiole|Lamballe|Lambersart|Landivisiau|Lanester
Laragne|Laruns|Lattes|Lavaur|Le Barcarès|Le Blanc-Mesnil|Le Bouscat|Le Cannet|Le Chesnay
Le Croisic|Le Grau-du-Roi|Le Kremlin-Bicêtre|Le Lamentin|Le Lavandou|Le Pecq|Le Perreux
Le Perreux-sur-Marne|Le Petit-Quevilly|Le Plessis-Robinson|Le Pré-Saint-Gervais|Le Puy|Le Raincy
Le Relecq-Kerhuon|Le Tampon|Le Tréport|Le Vigan|Le Vésinet|Leers|Lempdes|Les Abymes|Les Andelys
Les Arcs|Les Baux-de-Provence|Les Clayes-sous-Bois|Les Eyzies|Les Herbiers|Les Lilas|Les Mureaux
Les Pavillons-sous-Bois|Les Sables-d’Olonne|Les Ulis|Lesparre|Leucate|Levallois|Libourne|Liffré
Limay|Limeil-Brévannes|Limoux|Lingolsheim|Locminé|Lodève|Lognes|Longjumeau|Longueau
Loos-en-Gohelle|Lormont|Louhans|Luchon|Lusignan|Luxeuil|Luxeuil-les-Bains|Luzarches|Luçon
L’Haÿ-les-Roses|L’Isle-Adam|L’Isle-sur-la-Sorgue|Machecoul|Magny-en-Vexin|Maisons-Laffitte
Malakoff|Mamers|Mandelieu|Mandelieu-la-Napoule|Mantes|Marckolsheim|Marcq-en-Barœul|Marennes
Marignane|Marly-le-Roi|Marmoutier|Marvejols|Maurepas|Mauriac|Mazamet|Megève|Menton|Merlimont
Meyzieu|Miramas|Mirande|Mirecourt|Mitry-Mory|Modane|Molsheim|Monistrol|Mons-en-Barœul
Mont-Saint-Aignan|Mont-Saint-Michel|Montataire|Montbard|Montceau|Montchanin|Montdidier
Montfort-l’Amaury|Montgeron|Montigny-le-Bretonneux|Montigny-lès-Metz|Montivilliers|Montlhéry
Montluel|Montmorillon|Montreuil-sur-Mer|Mordelles|Morsang-sur-Orge|Mortagne-au-Perche|Morteau
Morzine|Mourenx|Moûtiers|Mérignac|Nangis|Nantua|Nemours|Neuf-Brisach|Neufchâteau
Neufchâtel-en-Bray|Neuilly-Plaisance|Nogent-le-Rotrou|Nogent-sur-Oise|Noirmoutier|Nontron
Nort-sur-Erdre|Nyons|Nérac|Olonne-sur-Mer|Oloron-Sainte-Marie|Oradour-sur-Glane|Ornans|Orvault
Osny|Ouistreham|Outreau|Ozoir-la-Ferrière|Pacé|Paimpol|Palavas-les-Flots|Paray|Pauillac|Penmarc’h
Perros-Guirec|Pierrelatte|Ploemeur|Plombières-les-Bains|Plougastel|Plouzané|Plérin|Pont-Audemer
Pont-Aven|Pont-Saint-Esprit|Pont-l’Abbé|Pont-l’Évêque|Pont-à-Mousson|Pontault-Combault|Pornic
Pornichet|Port-Grimaud|Port-Vendres|Porticcio|Porto-Vecchio|Propriano|Pézenas|Quiberon|Quillan
Raincy|Ramatuelle|Rambervillers|Remiremont|Rethel|Retiers|Revin|Rezé|Rhinau|Ribeauvillé|Riquewihr
Rive-de-Gier|Rivesaltes|Rixheim|Rocamadour|Rochefort-sur-Mer|Roissy-en-France|Romilly-sur-Seine
Ronchamp|Roscoff|Rosporden|Rouffach|Rueil|Ruffec|Rumilly|Sables-d’Olonne|Saint-Affrique
Saint-Amand-Montrond|Saint-Amand-les-Eaux|Saint-Barth|Saint-Benoît-sur-Loire|Saint-Chamond
Saint-Claude|Saint-Cyr|Saint-Cyr-l’École|Saint-Dizier|Saint-Estève|Saint-Fargeau|Saint-Flour
Saint-Gaudens|Saint-Germain|Saint-Gilles-Croix-de-Vie|Saint-Girons|Saint-Herblain
Saint-Jean-Pied-de-Port|Saint-Jean-de-Maurienne|Saint-Jean-d’Angély|Saint-Julien-en-Genevois
Saint-Junien|Saint-Laurent-du-Maroni|Saint-Laurent-du-Var|Saint-Leu|Saint-Louis|Saint-Marcellin
Saint-Martin-d’Hères|Saint-Maurice|Saint-Michel-sur-Orge|Saint-Mihiel|Saint-Pol-de-Léon
Saint-Pol-sur-Mer|Saint-Rémy-de-Provence|Saint-Sébastien-sur-Loire|Saint-Vallier|Saint-Yrieix
Saint-Émilion|Sainte-Foy-la-Grande|Sainte-Geneviève-des-Bois|Sainte-Menehould|Sallanches|Samoëns
Sanary|Sanary-sur-Mer|Sannois|Sarrebourg|Sartène|Sassenage|Saulieu|Sausheim|Savigny-sur-Orge
Schiltigheim|Sergy|Seynod|Six-Fours-les-Plages|Sochaux|Solesmes|Sotteville-lès-Rouen|Souillac
Soulac-sur-Mer|Souppes-sur-Loing|Sucy-en-Brie|Taden|Tain-l’Hermitage|Talant|Talence|Tarascon
Taverny|Terrasson|Thiais|Thonon-les-Bains|Tignes|Tinchebray|Tomblaine|Tonneins|Toul|Tourlaville
Tournon|Tournus|Tremblay-en-France|Trignac|Trouville-sur-Mer|Trégastel|Tréguier|Trélazé|Turckheim
Ustaritz|Uzerche|Vaison-la-Romaine|Val Thorens|Val-de-Reuil|Val-d’Isère|Valbonne|Valréas
Vandœuvre-lès-Nancy|Vaujours|Vaulx-en-Velin|Vauvert|Velaux|Verrières-le-Buisson|Vic-Fezensac
Vigneux-sur-Seine|Villandry|Villard-de-Lans|Ville-d’Avray|Villefontaine|Villefranche
Villefranche-de-Rouergue|Villefranche-sur-Mer|Villemomble|Villenave-d’Ornon
Villeneuve-Saint-Georges|Villeneuve-la-Garenne|Villeneuve-lès-Avignon|Villeneuve-sur-Lot
Villeparisis|Villepreux|Villers-lès-Nancy|Villers-sur-Mer|Villiers-le-Bel|Villiers-sur-Marne|Vitry
Vittel|Vizille|Voreppe|Vouziers|Vélizy|Vélizy-Villacoublay|Vézelay|Wambrechies|Wasquehal
Wattignies|Wattrelos|Wimereux|Wittelsheim|Wittenheim|Woippy|Yerres|Yssingeaux|Yutz|Zuydcoote
Égletons|Épinay|Évian|Évian-les-Bains
"""
_SWITZERLAND = """
Aadorf|Aarberg|Aarburg|Adliswil|Affoltern|Airolo|Allschwil|Altdorf|Altstätten|Andermatt|Anniviers
Appenzell|Arbon|Arosa|Ascona|Assens|Attalens|Avenches|Ayent|Ballaigues|Bassecourt|Begnins|Belfaux
Bercher|Bernex|Berthoud|Bevaix|Binningen|Birsfelden|Blonay|Boudevilliers|Boudry|Bremgarten|Brugg
Bussigny|Bülach|Cernier|Chambésy|Champéry|Chavannes-près-Renens|Chavornay|Cheseaux|Chexbres
Chiasso|Château-d’Œx|Châtel-Saint-Denis|Chêne-Bougeries|Chêne-Bourg|Collombey|Collonge-Bellerive
Cologny|Conthey|Coppet|Corcelles|Cornavin|Cortaillod|Cossonay|Courgenay|Courrendlin
Crans-sur-Sierre|Crissier|Cudrefin|Cully|Denges|Dietikon|Dorigny|Dübendorf|Ebikon|Echallens
Ecublens|Einsiedeln|Engelberg|Epalinges|Estavayer|Estavayer-le-Lac|Fleurier|Flims|Founex
Frauenfeld|Frenkendorf|Frutigen|Genthod|Giubiasco|Givisiez|Glaris|Glovelier|Granges-Paccot
Grimentz|Grimisuat|Grindelwald|Gruyères|Grône|Gstaad|Haute-Nendaz|Herisau|Hinwil|Horgen|Huttwil
Hérémence|Illnau|Jongny|Jussy|Kilchberg|Kloten|Konolfingen|Kreuzlingen|Köniz|Küssnacht
La Blécherette|La Neuveville|La Sarraz|La Tour-de-Peilz|La Tène|Langenthal|Langnau|Laufon|Laupen
Lauterbrunnen|Lavaux|Le Bouveret|Le Brassus|Le Châble|Le Grand-Saconnex|Le Landeron
Le Mont-sur-Lausanne|Le Noirmont|Le Sentier|Lenzburg|Les Brenets|Les Diablerets
Les Ponts-de-Martel|Les Verrières|Leukerbad|Leytron|Liestal|Loèche|Loèche-les-Bains|Lucens|Lutry
Lyss|Malleray|Malley|Marin-Epagnier|Meiringen|Mellingen|Mendrisio|Meyrin|Montagny|Muttenz
Männedorf|Müllheim|Münsingen|Neuhausen|Oensingen|Oerlikon|Olten|Opfikon|Orsières|Ouchy|Palézieux
Penthalaz|Peseux|Pfäffikon|Plainpalais|Plan-les-Ouates|Pontresina|Prangins|Pratteln|Prilly
Préverenges|Puidoux|Rapperswil|Regensdorf|Reinach|Rheineck|Rheinfelden|Riddes|Riehen|Rorschach
Rüti|Saanen|Saas-Fee|Saignelégier|Saillon|Saint-Aubin|Saint-Blaise|Saint-Cergue|Saint-Imier
Saint-Léonard|Saint-Moritz|Saint-Prex|Saint-Sulpice|Saint-Ursanne|Sainte-Croix|Salgesch|Salquenen
Samedan|Sargans|Sarnen|Satigny|Savièse|Schlieren|Schwytz|Scuol|Sembrancher|Sonceboz|Spreitenbach
Steckborn|Steffisburg|Stäfa|Sursee|Sébeillon|Tavannes|Thalwil|Tramelan|Troinex|Troistorrents
Turtmann|Uznach|Uzwil|Val-de-Ruz|Val-de-Travers|Vallorbe|Vercorin|Vernayaz|Versoix|Veyrier
Veysonnaz|Veytaux|Villars-sur-Glâne|Villars-sur-Ollon|Viège|Vouvry|Vufflens-la-Ville|Vullierens
Vétroz|Wallisellen|Weinfelden|Wengen|Wettingen|Wetzikon|Wohlen|Worb|Wädenswil|Yvonand|Yvorne|Zinal
Zofingue|Zollikofen|Zollikon|Zuoz|Zweisimmen|Échandens|Écublens|Épalinges
"""
_BELGIUM = """
Alost|Andenne|Anderlecht|Audenarde|Auderghem|Beauraing|Beloeil|Binche|Blankenberge|Braine-le-Comte
Braine-l’Alleud|Ciney|Comines-Warneton|Couvin|Diekirch|Diest|Differdange|Dinant|Dixmude|Dudelange
Durbuy|Echternach|Esch-sur-Alzette|Etterbeek|Eupen|Fleurus|Fosses-la-Ville|Furnes|Ganshoren|Geel
Gembloux|Genk|Grammont|Hannut|Hasselt|Herstal|Ixelles|Jemappes|Jodoigne|Knokke|Knokke-le-Zoute
Koekelberg|La Louvière|La Panne|Lessines|Lokeren|Malmedy|Marche-en-Famenne|Molenbeek
Molenbeek-Saint-Jean|Mouscron|Nivelles|Ottignies|Philippeville|Péruwelz|Ramillies|Rixensart
Roulers|Saint-Gilles|Saint-Josse|Saint-Vith|Schaerbeek|Seraing|Soignies|Stavelot|Termonde
Tirlemont|Tongres|Turnhout|Uccle|Vilvorde|Virton|Waremme|Waterloo|Watermael-Boitsfort|Wavre
Wezembeek-Oppem|Woluwe-Saint-Lambert|Woluwe-Saint-Pierre|Ypres|Zaventem|Zeebruges
"""
_CANADA = """
Amqui|Baie-Comeau|Baie-Saint-Paul|Beauport|Blainville|Boisbriand|Boucherville|Brampton|Bromont
Brossard|Candiac|Cap-de-la-Madeleine|Charlottetown|Chibougamau|Châteauguay|Cowansville
Côte-Saint-Luc|Côte-des-Neiges|Dolbeau|Dolbeau-Mistassini|Dorval|Edmundston|Farnham|Fredericton
Gaspé|Griffintown|Guelph|Hochelaga|Hochelaga-Maisonneuve|Iqaluit|Joliette|Jonquière|Kamouraska
Kelowna|Kuujjuaq|La Malbaie|La Pocatière|Lac-Mégantic|Lachine|Lachute|Laval-des-Rapides|Limoilou
Mascouche|Matane|Mile End|Miramichi|Mississauga|Mont-Laurier|Mont-Royal|Mont-Tremblant|Montmagny
Montréal-Nord|Nanaimo|Niagara Falls|North Bay|Outremont|Pierrefonds|Pointe-Claire|Port-Cartier
Repentigny|Richmond Hill|Rivière-du-Loup|Roberval|Saint-Basile|Saint-Bruno|Saint-Constant
Saint-Eustache|Saint-Félicien|Saint-Georges-de-Beauce|Saint-Henri|Saint-Jean-sur-Richelieu
Saint-Jérôme|Saint-Lambert|Saint-Sauveur|Sainte-Agathe|Sainte-Anne-de-Bellevue|Sainte-Foy
Sainte-Julie|Sainte-Thérèse|Saskatoon|Sept-Îles|Sillery|Sorel-Tracy|Sudbury|Tadoussac
Thetford Mines|Thunder Bay|Timmins|Trois-Pistoles|Val-David|Val-d’Or|Vaudreuil|Vaudreuil-Dorion
Villeray|Westmount|Whistler|Whitehorse|Yellowknife
"""
_WORLD = """
Aalborg|Aarhus|Abuja|Acapulco|Adana|Adélaïde|Ahmedabad|Albany|Albuquerque|Alexandrie|Alicante
Almaty|Almería|Amman|Anchorage|Ancône|Antalya|Antioche|Apia|Arequipa|Arezzo|Asmara|Astana|Asuncion
Asunción|Augsbourg|Austin|Avila|Bab El Oued|Babylone|Badajoz|Baden-Baden|Bakersfield|Bamberg
Bandung|Bangui|Banjul|Baton Rouge|Bayreuth|Beijing|Bejaïa|Belfast|Belmopan|Belo Horizonte|Belém
Benghazi|Bergame|Berkeley|Bethléem|Beverly Hills|Bhopal|Bichkek|Bielefeld|Bissau|Blida
Bobo-Dioulasso|Bochum|Bouaké|Bournemouth|Brasilia|Brazzaville|Breslau|Brighton|Brindisi|Brisbane
Bristol|Brno|Bronx|Bujumbura|Burgos|Busan|Byzance|Béjaïa|Bénarès|Cadix|Cagliari|Cairns|Calicut
Cancun|Cancún|Canterbury|Cape Town|Cardiff|Carthagène|Charleston|Chemnitz|Chengdu|Chiang Mai
Chisinau|Chongqing|Christchurch|Cincinnati|Cleveland|Coblence|Conakry|Constantinople|Copacabana
Coventry|Crémone|Cuenca|Curitiba|Cusco|Cuzco|Córdoba|Da Nang|Dacca|Dar es Salaam|Darmstadt|Deraa
Des Moines|Dhaka|Djakarta|Djeddah|Djerba|Donetsk|Douala|Douchanbé|Douvres|Dubrovnik|Duisbourg
Durres|Edirne|Eilat|Eindhoven|El Paso|Ephèse|Erbil|Erevan|Erfurt|Erlangen|Essaouira|Exeter|Ferrare
Florianopolis|Fort Lauderdale|Fort Worth|Freetown|Fukuoka|Funchal|Gaza|Gdynia|Georgetown|Gibraltar
Gijon|Gizeh|Groningue|Guadalajara|Guangzhou|Guayaquil|Guernica|Göttingen|Haarlem|Hammamet
Hampstead|Hangzhou|Harare|Hargeisa|Harstad|Hartford|Haïfa|Heidelberg|Helsingborg|Hilversum|Hoboken
Hollywood|Honolulu|Héraklion|Hô Chi Minh-Ville|Hô-Chi-Minh-Ville|Ibadan|Ibiza|Indianapolis
Ingolstadt|Innsbruck|Irkoutsk|Ispahan|Ivrea|Iéna|Jacksonville|Jaipur|Jersey City|Jéricho
Kaliningrad|Kampala|Kandahar|Kansas City|Karlsruhe|Kassel|Katmandou|Katowice|Kazan|Kharkiv|Kharkov
Khartoum|Kherson|Kiel|Klagenfurt|Kobé|Košice|Kuala Lumpur|Kumasi|Kunming|Kyiv|Kénitra|La Corogne
La Havane|La Haye|La Mecque|La Paz|La Valette|Larnaca|Las Palmas|Leeds|Legnano|Leicester|Leuven
Lexington|Lhassa|Lilongwe|Limassol|Limerick|Liubliana|Livourne|Ljubljana|Long Beach|Louisville
Louxor|Luanda|Lubumbashi|Lucques|Lusaka|Luxembourg-Ville|Lviv|Léningrad|Lübeck|Maastricht|Macao
Madras|Magdebourg|Malabo|Malmö|Managua|Manama|Manaus|Mannheim|Mantoue|Maputo|Marbella|Marbourg
Maribor|Marioupol|Mascate|Medellin|Medellín|Menlo Park|Messine|Milwaukee|Minsk|Mogadiscio
Mohammedia|Monrovia|Monterrey|Montevideo|Mossoul|Mostaganem|Mostar|Mountain View|Murcie|Mykolaïv
Médine|Nagasaki|Nagoya|Nankin|Naplouse|Narvik|Nazareth|Newark|Newcastle|Nicosie|Nijni Novgorod
Norwich|Nottingham|Novi Sad|Novossibirsk|N’Djamena|Oakland|Odense|Oklahoma City|Omaha|Ostie
Ouarzazate|Oulan-Bator|Oviedo|Paderborn|Palma de Majorque|Palmyre|Panmunjom|Paramaribo|Pasadena
Patras|Pavie|Persépolis|Pescara|Peshawar|Phnom Penh|Phnom-Penh|Phuket|Plymouth|Podgorica|Pompéi
Pondichéry|Port Harcourt|Port-Louis|Port-Saïd|Portland|Porto Alegre|Porto-Novo|Portsmouth|Potsdam
Poznan|Praia|Pristina|Puebla|Pune|Punta Arenas|Pusan|Pyongyang|Pérouse|Qom|Raleigh|Ramallah
Ratisbonne|Rawalpindi|Recife|Redmond|Reykjavík|Rijeka|Rimini|Rostock|Rostov|Rufisque|Saigon
Saint-Domingue|Saint-Jacques-de-Compostelle|Saint-Marin|Salamanque|Salerne
Salonique|Saly|Samarcande|San Antonio|San Bernardino|San Juan|San Salvador|Sanaa|Santa Barbara
Santa Cruz|Santa Fe|Santa Monica|Sao Paulo|Sapporo|Saïgon|Scottsdale|Sendai|Sheffield|Shenyang
Simferopol|Skopje|Smyrne|Sotchi|Southampton|Spolète|Srebrenica|Srinagar|Stalingrad|Stavanger
Stratford|Suva|Suzhou|Szeged|Sébastopol|Tabriz|Tachkent|Taipei|Tampa|Tampere|Tarente|Tarragone
Tartu|Tbilissi|Tchernihiv|Tchernobyl|Tegucigalpa|Tianjin|Tijuana|Tilburg|Tizi Ouzou|Tlemcen|Toledo
Tolède|Tombouctou|Touggourt|Tozeur|Tripoli|Trondheim|Tucson|Tulsa|Turku|Tübingen|Udine|Ulm|Ulundi
Uppsala|Urbino|Ushuaia|Utrecht|Vaduz|Valparaiso|Valparaíso|Van Nuys|Veracruz|Vicence|Vientiane
Vigo|Vitoria|Vladivostok|Volgograd|Weimar|Wiesbaden|Windhoek|Wittenberg|Wolfsburg|Wroclaw|Wrocław
Wuppertal|Wurtzbourg|Würzburg|Yalta|Yamoussoukro|Yaoundé|Yokohama|Zaporijia|Zgorzelec|Ziguinchor
Éphèse|Évora
"""
_LISTS = (_KNOWN, _FRANCE, _SWITZERLAND, _BELGIUM, _CANADA, _WORLD)
TOWNS = frozenset("|".join(_LISTS).replace("\n", "|").split("|")) - {""}
