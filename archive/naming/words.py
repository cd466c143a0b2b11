"""The words beside a name that say what it names: titles, trades, kinds of houses and of places."""

_TITLES = """
M. MM. Mme Mmes Mlle Mr Dr Me Monsieur Madame Mademoiselle monsieur madame mademoiselle
"""
TITLES = frozenset(_TITLES.split())
# Who somebody is. Behind a name: « Jean Dupont, président de la Fédération ».
_TRADES = """
académicien acteur actrice adjoint adjointe administrateur administratrice agriculteur ambassadeur
ambassadrice analyste animateur animatrice anthropologue architecte artiste assistant assistante
associé associée astronaute auteur auteure autrice avocat avocate bassiste batteur biographe
biologiste candidat candidate chancelier chanteur chanteuse chef cheffe chercheur chercheuse
chroniqueur chroniqueuse chirurgien cinéaste cofondateur cofondatrice collaborateur collaboratrice
comédien comédienne comique commissaire compositeur compositrice comptable conférencier conseiller
conseillère consultant consultante contrôleur coordinateur coordinatrice correspondant créateur
créatrice critique cuisinier dessinateur dessinatrice député députée développeur développeuse
directeur directrice dirigeant dirigeante docteur écrivain écrivaine économiste éditeur éditrice
éditorialiste enseignant enseignante entraîneur entrepreneur entrepreneuse essayiste ethnologue
expert experte fondateur fondatrice formateur formatrice géographe gérant gérante guitariste
historien historienne humoriste illustrateur informaticien ingénieur ingénieure inspecteur
inspectrice inventeur investisseur journaliste juge juriste lauréat leader linguiste magistrat maire
manager mathématicien médecin médiateur médiatrice metteur militant militante ministre modérateur
musicien musicienne négociateur notaire patron patronne peintre philosophe photographe physicien
physicienne pianiste pilote poète porte-parole préfet préfète premier président présidente
procureur procureure producteur productrice professeur professeure programmeur psychanalyste
psychiatre psychologue réalisateur réalisatrice rapporteur rappeur rédacteur rédactrice représentant
représentante responsable roi reine romancier romancière scénariste sculpteur secrétaire sémiologue
sénateur sénatrice sociologue styliste syndicaliste technicien téléconseillère téléconseiller
traducteur traductrice trésorier trésorière urbaniste vendeur vendeuse vice-président
vice-présidente violoniste PDG CEO CTO DG DRH DSI P-DG
"""
TRADES = frozenset(_TRADES.split())
# Before a lone surname, these say that it is one: « le président Chirac ».
_BEFORE_SURNAME = """
président présidente ministre sociologue philosophe romancier romancière écrivain économiste
réalisateur cinéaste chanteur chanteuse docteur professeur inspecteur commissaire général
colonel capitaine sénateur sénatrice député députée psychanalyste dramaturge peintre sculpteur
"""
BEFORE_SURNAME = frozenset(_BEFORE_SURNAME.split())
# Before a name, these say that it is a house's.
_BEFORE_FIRM = """
société entreprise groupe cabinet agence association fondation banque opérateur fédération
syndicat start-up startup filiale compagnie éditeur constructeur assureur équipementier
intégrateur distributeur prestataire outsourceur enseigne quotidien hebdomadaire mensuel
magazine institut consortium conglomérat transporteur voyagiste brasseur laboratoire think-tank
coopérative mutuelle cabinets concurrent journal boîte
"""
BEFORE_FIRM = frozenset(_BEFORE_FIRM.split())
# Only behind « le », « la », « l’ », « du »: « un groupe Facebook » is none.
_DEFINITE = """
le la l’ du au cette ce notre
"""
DEFINITE = frozenset(_DEFINITE.split())
# Between such a word and the name: « le cabinet de conseil américain Gartner ».
_BESIDE_FIRM = """
américain américaine français française britannique allemand allemande canadien canadienne
québécois québécoise suisse belge japonais japonaise espagnol espagnole italien italienne
chinois chinoise coréen coréenne suédois suédoise indien indienne néerlandais international
internationale privé privée publique public historique mobile téléphonique parisien parisienne
lyonnais de conseil d’études d’assurance d’assurances logiciels logiciel informatique
informatiques allemande spécialisé spécialisée familial familiale montréalaise montréalais
télécoms automobile aérien aérienne bancaire industriel finlandais norvégien danois téléphonie
d’intérim recrutement communication publicité presse économique
"""
BESIDE_FIRM = frozenset(_BESIDE_FIRM.split())
# Before « à » and a name, these say that it is a place's.
_AT = """
né née nés nées naît basé basée basés basées installé installée installés installées situé située
situés situées habite habitait habitent habitant vit vivait vivent arrivé arrivée arrivés siège
implanté implantée implantés réuni réunie réunis séjour rendre retourné retournée mort morte
déménagé déménage concert exil atterri enterré enterrée résidant résident réside
"""
AT = frozenset(_AT.split())
# Before « de » and a name, these say that it is a place's.
_BEFORE_PLACE = """
ville village commune région département banlieue agglomération métropole canton port bourg
municipalité hameau quartier
"""
BEFORE_PLACE = frozenset(_BEFORE_PLACE.split())
# Before « de » and a name, these say that nothing of the place itself is meant.
_NOT_OF_PLACE = """
rue avenue boulevard place quai pont gare porte lycée hôpital stade traité traités accord
accords pacte métro station prix loi arrêt impasse square cours faubourg hôtel château tour
route eau eaux bataille convention camp bourse jambon savon poulet moutarde crème traversée
"""
NOT_OF_PLACE = frozenset(_NOT_OF_PLACE.split())
# What a street, a school or a prize is called after is not spoken of.
_CALLED_AFTER = """
rue avenue boulevard place quai pont gare porte lycée collège école hôpital stade prix square
cours impasse station centre théâtre aéroport espace salle stade maison allée musée marque
parfum chemise modèle
"""
CALLED_AFTER = frozenset(_CALLED_AFTER.split())
# Before « de » and a name, these say that it is a house's.
_OF_FIRM = """
PDG P-DG CEO DG DRH DSI CTO cofondateur cofondatrice patron patronne filiale actionnaire
actionnaires salariés employés
"""
OF_FIRM = frozenset(_OF_FIRM.split())
# Who works, works with or is a client somewhere.
_WORKING = """
travaille travaillait travaillé travailler directeur directrice responsable équipe équipes gang
embauché embauchée recruté recrutée consultant consultante analyste ingénieur ingénieure client
cliente salarié salariée salariés stage stagiaire développeur développeuse vendeur vendeuse
marketing carrière poste emploi employé employée arrivé arrivée entré entrée débuté président
associé associée partenaire partenaires amis annonces CEO VP
"""
WORKING = frozenset(_WORKING.split())
_PARTICLES = """
de du des d’ la le van von der den ben el al di da del dos y
"""
PARTICLES = frozenset(_PARTICLES.split())
# Capitalised in texts, and no part of a person's name.
_NO_SURNAME = """
Toutefois Autre Autres Ensuite Cependant Ainsi Lorsque Quand Si Après Avant Pendant Depuis Selon
Chaque Tout Tous Toute Toutes Certains Plusieurs Pourtant Enfin Puis Alors En Au Aux À Comme Cela
Ceci Voir Article Remplacement Accroissement Votre Cas Aucun Aucune Même Quel Quelle
Le La Les Un Une Des Du De Et Ou Mais Or Donc Ni Car Il Elle On Nous Vous Ils Elles Je Tu Ce Ces
Cette Cet Mon Ma Mes Ton Ta Tes Son Sa Ses Notre Nos Votre Vos Leur Leurs Qui Que Quoi Dont Où
Directeur Directrice Président Présidente Général Générale Ministre Marketing Client Clients
Service Services Relation Communication Commercial Manager Responsable Consultant Janvier
Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre Lundi Mardi
Mercredi Jeudi Vendredi Samedi Dimanche Noël Pâques Web Cie Fils Frères Group Groupe Conseil
Consulting Airlines Bank Services Media Records Studio Studios Editions Éditions Theatre Code
Dans Pour Avec Sans Sous Sur Chez Par The And Of Day Night Song Festival Award Awards Centre
Center School College University House Park Street Mode App API II III IV VI XIV XV XVI Tour
State Dieu Ciel Bon Bonne Ville Award Prix Show Live Mac Pro Plus Air Store Cup Album Band
"""
NO_SURNAME = frozenset(_NO_SURNAME.split())
