"""The words beside a name that say what it names: titles, trades, kinds of houses and of places."""

_TITLES = """
M. MM. Mme Mmes Mlle Mr Mrs Dr Me Sir Lord Lady Don Monsieur Madame Mademoiselle monsieur madame
mademoiselle
"""
TITLES = frozenset(_TITLES.split())
# Who somebody is. Behind a name: « Jean Dupont, président de la Fédération ».
_TRADES = """
académicien acteur actrice adjoint adjointe administrateur administratrice agriculteur
ambassadeur ambassadrice analyste animateur animatrice anthropologue architecte artiste
assistant assistante associé associée astronaute auteur auteure autrice avocat avocate bassiste
batteur biographe biologiste candidat candidate chancelier chanteur chanteuse chef cheffe
chercheur chercheuse chroniqueur chroniqueuse chirurgien cinéaste cofondateur cofondatrice
collaborateur collaboratrice comédien comédienne comique commissaire compositeur compositrice
comptable conférencier conseiller conseillère consultant consultante contrôleur coordinateur
coordinatrice correspondant créateur créatrice critique cuisinier dessinateur dessinatrice
député députée développeur développeuse directeur directrice dirigeant dirigeante docteur
écrivain écrivaine économiste éditeur éditrice éditorialiste enseignant enseignante entraîneur
entrepreneur entrepreneuse essayiste ethnologue expert experte fondateur fondatrice formateur
formatrice géographe gérant gérante guitariste historien historienne humoriste illustrateur
informaticien ingénieur ingénieure inspecteur inspectrice inventeur investisseur journaliste
juge juriste lauréat leader linguiste magistrat maire manager mathématicien médecin médiateur
médiatrice metteur militant militante ministre modérateur musicien musicienne négociateur
notaire patron patronne peintre philosophe photographe physicien physicienne pianiste pilote
poète porte-parole préfet préfète premier président présidente procureur procureure producteur
productrice professeur professeure programmeur psychanalyste psychiatre psychologue réalisateur
réalisatrice rapporteur rappeur rédacteur rédactrice représentant représentante responsable roi
reine romancier romancière scénariste sculpteur secrétaire sémiologue sénateur sénatrice
sociologue styliste syndicaliste technicien téléconseillère téléconseiller traducteur
traductrice trésorier trésorière urbaniste vendeur vendeuse vice-président vice-présidente
violoniste prêtre moine missionnaire prédicateur théologien évêque archevêque cardinal pape abbé
abbesse rabbin imam gouverneur gouverneure colonel lieutenant capitaine général maréchal amiral
soldat résistant résistante espion diplomate consul explorateur
exploratrice marin aviateur aviatrice astronome botaniste chimiste naturaliste philologue
archéologue géologue prince princesse duc duchesse comte comtesse marquis marquise baron baronne
empereur impératrice sultan émir calife tsar tsarine seigneur chevalier joueur joueuse footballeur
footballeuse gardien attaquant défenseur coureur coureuse cycliste skieur skieuse nageur nageuse
boxeur boxeuse champion championne danseur danseuse chorégraphe mannequin
couturier couturière sorcier sorcière fonctionnaire banquier banquière négociant commerçant mécène
collectionneur galeriste graveur graveuse caricaturiste parolier parolière librettiste
chef-d’orchestre ténor soprano baryton policier policière avocat-conseil greffier instituteur
institutrice infirmier infirmière sage-femme pharmacien pharmacienne vétérinaire berger bergère
paysan paysanne viticulteur vigneron vigneronne boulanger boulangère menuisier menuisière ouvrier
ouvrière étudiant étudiante doctorant doctorante vice-Premier vice-ministre sous-secrétaire
ex-ministre ex-président ex-présidente bénévole officier PDG CEO CTO DG DRH DSI P-DG
"""
TRADES = frozenset(_TRADES.split())
# Before a lone surname, these say that it is one: « le président Chirac ».
_BEFORE_SURNAME = """
président présidente ministre sociologue philosophe romancier romancière écrivain économiste
réalisateur cinéaste chanteur chanteuse docteur professeur inspecteur commissaire général
colonel capitaine sénateur sénatrice député députée psychanalyste dramaturge peintre sculpteur
maréchal lieutenant sergent commandant amiral chancelier chancelière empereur impératrice roi
reine pape cardinal abbé évêque archevêque duc duchesse comte comtesse marquis marquise baron
baronne prince princesse tsar sultan émir juge procureur avocat maître historien historienne
poète compositeur compositrice pianiste architecte mathématicien physicien physicienne chimiste
biologiste anthropologue géographe critique naturaliste ingénieur explorateur
mairesse préfet pasteur père abbesse saint sainte camarade citoyen confrère cousin oncle tante
chroniqueur éditorialiste journaliste essayiste candidat candidate
"""
BEFORE_SURNAME = frozenset(_BEFORE_SURNAME.split())
# Before a given name alone, these say whose it is: « la reine Untel ».
_REIGNING_TITLES = """
roi reine pape empereur impératrice tsar tsarine prince princesse saint sainte calife duc duchesse
apôtre prophète
"""
REIGNING_TITLES = frozenset(_REIGNING_TITLES.split())
# Before a name, these say that it is a house's.
_BEFORE_FIRM = """
société entreprise groupe cabinet agence association fondation banque opérateur fédération
syndicat start-up startup filiale compagnie éditeur constructeur assureur équipementier
intégrateur distributeur prestataire outsourceur enseigne quotidien hebdomadaire mensuel magazine
institut consortium conglomérat transporteur voyagiste brasseur laboratoire think-tank coopérative
mutuelle cabinets concurrent journal boîte éditeurs sociétés entreprises agences banques
fournisseur hébergeur avionneur chaîne constructeurs équipementiers cimentier pétrolier
sidérurgiste voyagistes label think-tanks ONG collectif centrale maison-mère multinationale géant
leader régie holding startups start-ups studio club parti groupement éditions laboratoires
fabricant marque revue galerie
"""
BEFORE_FIRM = frozenset(_BEFORE_FIRM.split())
# Only behind « le », « la », « l’ », « du »: « un groupe Facebook » is none.
_DEFINITE = """
le la l’ du au cette ce notre
"""
DEFINITE = frozenset(_DEFINITE.split())
# Between such a word and the name, behind « de »: « le cabinet de conseil américain Gartner ».
_HANDLING = """
conseil études assurance assurances logiciels logiciel intérim recrutement communication publicité
presse téléphonie gestion production distribution transport transports voyages crédit
développement édition services construction travaux location formation sécurité investissement
financement capital-risque télévision radio médias luxe cosmétiques restauration hôtellerie hôtels
supermarchés mode design jeux énergie électricité télécommunications livraison covoiturage
nettoyage négoce courtage notation placement tourisme biotechnologies semi-conducteurs avocats
architectes architecture sondage sondages défense protection solidarité consommateurs locataires
parents patients télécoms informatique
"""
HANDLING = frozenset(_HANDLING.split())
# There too, as « privée », which no ending tells.
_BESIDE_FIRM = """
suisse belge russe tchèque privé privée spécialisé spécialisée mobile informatique informatiques
télécoms automobile qatari qatarie basé basée cotée coté concurrente concurrent
"""
BESIDE_FIRM = frozenset(_BESIDE_FIRM.split())
# Before « à » and a name, these say that it is a place's.
_AT = """
né née nés nées naît basé basée basés basées installé installée installés installées situé
située situés situées habite habitait habitent habitant vit vivait vivent arrivé arrivée arrivés
siège implanté implantée implantés réuni réunie réunis séjour rendre retourné retournée mort
morte déménagé déménage concert exil atterri enterré enterrée résidant résident réside habiter
habité vivre vécu aller allé allée allés rend rendu rendue rends arrive arriver arrivons
arrivent partir parti partie partis revenir revenu revenue rentrer rentré rentrée retourner
retourne retour enfance vacances week-end weekend congrès conférence conférences festival
colloque organisé organisée tenu tenue tiendra lieu étape détour décédé décédée grandi études
étudié séjourné séjourne exilé inhumé naquit naissance meurt mourut fonde installe installent
installer réfugie réfugié manifestation combattit bataille débarque débarqué siégeant
hospitalisé hospitalisée soigné arrêté arrêtés emprisonné emprisonnés déporté déportés déportée
délocalisé délocalisée opère accoste accosta escale domicile installation construit construite
construits fabriqué fabriquée fabriqués publié publiée imprimé imprimée inauguré inaugurée signé
signée célébré célébrée jugé élevé élevée scolarisé scolarisée affecté affectée muté mutée
jouera joue déroule déroula déroulait exposé exposée exposition expositions passage siégea
réunit réunissent rassemblement usine atelier couronné baptisé baptisée fusillé assassiné
capturé capturée gare arrivèrent arriva arrivait partit habitaient résida résidait rejoint
rejoindre rejoignit débute manifeste manifestent filmé tourné tournée tournage inhumée sacré
étudia étudie enseigne enseigna enseignait professeur séjourna
"""
AT = frozenset(_AT.split())
# Before « de » and a name, these say that it is a place's.
_BEFORE_PLACE = """
sultanat émirat bailliage seigneurie marquisat vicomté baronnie camp crête archevêché bourgade
sous-préfecture citadelle estuaire bassin wilaya gouvernorat voïvodie oblast
ville village commune région département banlieue agglomération métropole canton port bourg
municipalité hameau quartier vallée lac aéroport forêt province comté district duché principauté
gouvernorat oasis massif golfe baie île presqu’île péninsule évêché diocèse archevêché cité
bataille château capitale royaume état État delta plaine colline rade archipel préfecture mairie
cathédrale forteresse détroit barrage
"""
BEFORE_PLACE = frozenset(_BEFORE_PLACE.split())
# Before « de », these lead to a place or to a thing: « la gare de triage ».
_BEFORE_SITE = """
col cap mine station gare salle église clocher cimetière stade piscine
"""
BEFORE_SITE = frozenset(_BEFORE_SITE.split())
# Before « à », the month of a day says that a place follows: « né le 8 mars à Failly ».
_MONTHS = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""
MONTHS = frozenset(_MONTHS.split())
# Before « à », these lead to somebody or to a thing: « merci à Martin », « grâce à Martin ».
_DATIVE = """
dit dire disait disent demande demander demandé demandait demanda demandent donne donner donné
donnait donna donnent explique expliquer expliqué expliquait écrit écrire écrivait écrivit parle
parler parlé parlait pense penser pensé répond répondre répondu raconte raconter confie confié
permet permis permettre propose proposé proposer offre offert offrir offrit envoie envoyé envoyer
vend vendu vendus vendue vendre montre montré montrer apprend doit dû appartient appartenait
appartenant appartenir grâce face quant rapport référence références réaction hommage lettre droit
dédié dédiée soumis soumettre soumission voix tient tenait merci cher chère confronté comparé
comparable semblable pareil identique opposé préfère succède succéda succédé attribué attribuée
attribue reproche pardonner obéir obéit plaire plaît ressemble ressembler marié mariée mariage
fidèle recours appel allusion allusions connecté adhérer accès abonné abonnée inscrit suite fait
faire laisse laissé prête prêté lègue remis remet remettre transmis transmettre rend rendent
rendre comme relatif relative propre favorable hostile supérieur inférieur antérieur postérieur
égal due croire souhaite promis enlever emprunté emprunte doivent attaque attaquer attaqué attaqua
attaquent oppose opposer opposa opposent associe associer joint joindre rejoint compare comparer
ressemblait ressemblent plaisait plaisent plut nuit nuire succéder survit survivre résiste
résister échappe échapper consacre consacré consacrée consacrer confia confient remit redonne
oblige obligea prend prit prendre devons devait dois reprochait pardonne obéissait renonce renonça
croit croyait crois emprunta vendit livra céda cède céder revient revenait profite profiter
appartiennent songe songer rêve intéresse intéresser adresse adressait heurte confronte dédie
dédia rendit répondit répondait répliqua promet promettre promit remercie enseigna apprit
apprendre conseilla suggère suggéra clin œil palme manque fie adressent adressé adressée adresser
rappelle annonce annoncé impose imposé interdit avoue révèle révélé présente présenté recommande
conseille conseillé paie payé rembourse livré confier passer réponse bravo salut pensée pensées
bisous référé lié liée liés liées contribuer participer passe passé passons jouer renoncer tenir
lire
"""
DATIVE = frozenset(_DATIVE.split())
# Before « de » and any name, these say that it is a place's.
_NEAR_PLACE = """
originaire originaires natif native rues faubourgs hauteurs périphérie centre-ville riverains
proximité diocèses évêchés habitants habitant habitante maire environs alentours près banlieue
kilomètres km région agglomération nord sud ouest évêque archevêque préfet canton communes
villages
"""
NEAR_PLACE = frozenset(_NEAR_PLACE.split())
# Before a name that is a word as well, these let the place be meant.
_IN_PLACE = """
à de d’ vers pour par entre depuis jusqu’à et ou près sur
"""
IN_PLACE = frozenset(_IN_PLACE.split())
# Before « de » and a name, these say that nothing of the place itself is meant.
_NOT_OF_PLACE = """
rue avenue boulevard place quai pont porte traité traités accord accords pacte prix loi arrêt
impasse square cours faubourg hôtel tour route eau eaux convention bourse jambon savon poulet
moutarde crème
"""
NOT_OF_PLACE = frozenset(_NOT_OF_PLACE.split())
# What a street, a school or a prize is called after is not spoken of.
_CALLED_AFTER = """
rue avenue boulevard place quai pont gare porte lycée collège école hôpital stade prix square
cours impasse station centre théâtre aéroport espace salle maison allée musée marque parfum
chemise modèle
"""
CALLED_AFTER = frozenset(_CALLED_AFTER.split())
# So is what bears a name just behind it: « la loi Macron », but not « la loi de Newton ».
_BEARING = """
loi lois effet plan plans porte-avions sous-marin frégate croiseur cuirassé paquebot navire
amendement réforme décret circulaire ordonnance gouvernement jurisprudence fonds bourse bac pile
moteur programme tunnel barrage viaduc médaille trophée coupe institut fondation un une des deux
"""
BEARING = frozenset(_BEARING.split())
# Before « de » and a name, these say that it is a house's.
_OF_FIRM = """
PDG P-DG CEO DG DRH DSI CTO cofondateur cofondatrice patron patronne filiale actionnaire
actionnaires salariés employés équipe équipes gang fondateur fondatrice fondateurs cofondateurs
rachat acquisition téléconseillers bureaux locaux actions dirigeants PDG-fondateur directeurs
filiales succursale succursales franchisés investisseurs consultants cadres informaticiens
cofondatrices fondatrices capital
"""
OF_FIRM = frozenset(_OF_FIRM.split())
# Who works, works with or is a client somewhere.
_WORKING = """
travaille travaillait travaillé travailler directeur directrice responsable équipe équipes gang
embauché embauchée recruté recrutée consultant consultante analyste ingénieur ingénieure client
cliente salarié salariée salariés stage stagiaire développeur développeuse vendeur vendeuse
marketing carrière poste emploi employé employée arrivé arrivée entré entrée débuté président
associé associée partenaire partenaires amis annonces CEO VP stagiaires collègue collègues
consultants ingénieurs téléconseiller téléconseillère téléconseillers manager managers embauches
travaillent travaillant bosse bosser bossé bossait bossent analystes clients DRH PDG postes
développeurs chef cheffe chercheur chercheuse cadre cadres entrer passé démissionné quitté
"""
WORKING = frozenset(_WORKING.split())
_PARTICLES = """
de du des d’ la le van von der den ben el al di da del dos y
"""
PARTICLES = frozenset(_PARTICLES.split())
# Capitalised in texts, and no part of a person's name.
_NO_SURNAME = """
Oui Non Parfois Toujours Souvent Jamais Sinon Surtout Comment Pourquoi Toutefois Autre Autres
Ensuite Cependant Ainsi Lorsque Quand Si Après Avant Pendant Depuis Selon Chaque Tout Tous Toute
Toutes Certains Plusieurs Pourtant Enfin Puis Alors En Au Aux À Comme Cela Ceci Voir Article
Remplacement Accroissement Votre Cas Aucun Aucune Même Quel Quelle Le La Les Un Une Des Du De Et Ou
Mais Or Donc Ni Car Il Elle On Nous Vous Ils Elles Je Tu Ce Ces Cette Cet Mon Ma Mes Ton Ta Tes Son
Sa Ses Notre Nos Vos Leur Leurs Cent Sept Trente Ans Qui Que Quoi Dont Où Directeur Directrice
Président Présidente Général Générale Ministre Marketing Client Clients Service Services Relation
Communication Commercial Manager Responsable Consultant Janvier Février Mars Avril Mai Juin Juillet
Août Septembre Octobre Novembre Décembre Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche Noël
Pâques Web Cie Fils Frères Group Groupe Conseil Consulting Airlines Bank Media Records Studio
Studios Editions Éditions Theatre Code Dans Pour Avec Sans Sous Sur Chez Par The And Of Day Night
Song Festival Award Awards Centre Center School College University House Park Street Mode App API
II III IV VI XIV XV XVI Tour State Dieu Ciel Public Publique Open Source Data Server Bon Bonne
Ville Prix Show Live Mac Pro Plus Air Store Cup Album Band
"""
NO_SURNAME = frozenset(_NO_SURNAME.split())
# Persons, firms, feasts and others that a saint's name stands for as well.
_NO_SAINT_PLACE = """
Saint-Exupéry Saint-Simon Saint-Just Saint-Saëns Saint-John Saint-Gobain Saint-Laurent
Saint-Père Saint-Siège Saint-Esprit Saint-Office Saint-Empire Saint-Valentin Saint-Sylvestre
Saint-Nicolas Saint-Jean Saint-Michel Saint-Patrick Saint-Sacrement Saint-Graal Sainte-Beuve
Saint-Hilaire Saint-Germain Saint-Cyr Saint-Amand Saint-Sépulcre Saint-Synode Saint-Maclou
Saint-Algue Sainte-Sophie Sainte-Chapelle Sainte-Alliance Saint-Evremond Saint-Martin
Saint-Louis Saint-Ex Saint-Aubin Saint-Maur Saint-Pierre Saint-Paul Saint-Barthélemy
Saint-Phalle Saint-Agur
"""
# Of these the saint is the patron.
_PATRONS = """
abbaye église cathédrale basilique chapelle institution couvent monastère prieuré paroisse fort cour
clinique boulevards faubourg villa résidence passage esplanade cité fête foire
"""
PATRONS = frozenset(_PATRONS.split()) | CALLED_AFTER
NO_SAINT_PLACE = frozenset(_NO_SAINT_PLACE.split())
# With a capital, these open the name of an institution: « Université de Lausanne ».
_INSTITUTIONS = """
Université Institut Académie Fondation Fédération Association Agence Banque Éditions Editions
Laboratoires Laboratoire Crédit Groupe Cabinet Compagnie Observatoire Syndicat Chambre Office
Radio Télévision Ministère Faculté Mutuelle Caisse Union Société Orchestre Opéra Hôpital
Clinique Bibliothèque Librairie Ateliers Galerie Studio Studios Collectif Ligue Tribunal
"""
INSTITUTIONS = frozenset(_INSTITUTIONS.split())
# Before « de » or an article and an acronym, these say that it is a house's.
_MEMBERS = """
président présidente directeur directrice secrétaire membre membres adhérent adhérents équipe
équipes rapport étude enquête sondage porte-parole experts expert chercheurs chercheur agents
agent antenne congrès délégué déléguée responsable siège permanents militants militant locaux
bureaux site communiqué chef patron élus chiffres statistiques selon d’après réseau auprès
affilié affiliée affiliés rattaché rattachée adhésion
"""
MEMBERS = frozenset(_MEMBERS.split())
# Before « dans », these say that a house follows.
_INVESTING = """
investisseur investisseurs investi investir investit actionnaire
"""
INVESTING = frozenset(_INVESTING.split())
# Before « par », these say that a house follows.
_BOUGHT = """
acquis acquise acquises acquisition racheté rachetée rachetés rachat absorbé absorbée détenu détenue
employé employée employés commercialisé commercialisée fabriqué fabriquée
"""
BOUGHT = frozenset(_BOUGHT.split())
# What houses do, and people do not.
_ACTIVE = """
rachète rachètent rachetée racheté racheter recrute recrutent embauche embauchent licencie
commercialise facture facturait emploie emploient employait annonce annoncent annoncer fusionne
investit délocalise acquiert dénonce dénoncent réclame réclament affirme estime rappelle dépose
accuse appelle conteste critique exige organise plaide préconise publie publient revendique salue
soupçonne
"""
ACTIVE = frozenset(_ACTIVE.split())
# What they have done: without « a » it is done to what is named, « un permis EB obtenu ».
_ACTED = """
recruté embauché licencié commercialisé annoncé fusionné investi délocalisé acquis déposé accusé
appelé contesté critiqué exigé organisé publié réagi répondu signé obtenu refusé demandé
"""
ACTED = frozenset(_ACTED.split())
# Before « de » and a lone name, these say that it is a person's: « le théorème de Thalès ».
_OF_PERSON = """
formule loi lois théorème théorie théories équation équations paradoxe œuvre œuvres roman romans
poème poèmes tableau tableaux symphonie symphonies disciple disciples élève veuve biographie
fable fables sculpture sculptures toiles sonnets tragédie tragédies comédies fresques aphorisme
pensée cantate dramaturgie sonate sonates opéras
"""
OF_PERSON = frozenset(_OF_PERSON.split())
# Before « de » and two names, these say that they are a person's.
_KIN = """
fils fille frère sœur mère père époux épouse mari femme veuf veuve neveu nièce oncle tante cousin
cousine ami amie amis compagne compagnon petit-fils petite-fille grand-père grand-mère beau-frère
beau-père gendre mort naissance décès assassinat arrestation portrait biographie témoignage
interview carrière visage élection nomination démission procès
"""
KIN = frozenset(_KIN.split())
# Behind « son » and before two names, these say that they are a person's.
_RELATIVES = """
fils fille frère sœur mère père époux épouse mari femme neveu nièce oncle tante cousin cousine ami
amie compagne compagnon petit-fils petite-fille grand-père grand-mère beau-frère belle-sœur
beau-père belle-mère gendre belle-fille parrain marraine élève disciple rival rivale collègue
coéquipier coéquipière adversaire prédécesseur successeur successeure associé associée assistant
assistante mentor complice
"""
RELATIVES = frozenset(_RELATIVES.split())
WHOSE = frozenset(("son", "sa", "ses", "mon", "ma", "leur", "notre", "votre"))
# Before « par » and two names, these say that they are a person's: « présidé par Jeanne Untel ».
_DONE = """
présidé présidée dirigé dirigée mené menée menés menées commandé commandée écrit écrite écrits
composé composée peint peinte sculpté sculptée traduit traduite illustré illustrée interprété
interprétée incarné incarnée joué jouée chanté chantée raconté racontée prononcé prononcée
assassiné assassinée tué tuée battu battue épousé épousée élevé élevée conduit conduite entraîné
entraînée animé animée rédigé rédigée mis mise imaginé imaginée inventé inventée découvert
découverte décrit décrite cité citée citées cités
"""
DONE = frozenset(_DONE.split())
_WORKS = """
livre livres roman romans film films chanson chansons pièce thèse ouvrage essai nouvelle poème
poèmes œuvre œuvres tableau mémoires autobiographie bande-dessinée tube photo photos citation
"""
WORKS = frozenset(_WORKS.split())
# Of what land somebody is, between what he does and his name.
_NATIONS = """
français française américain américaine anglais anglaise britannique allemand allemande italien
italienne espagnol espagnole belge suisse canadien canadienne québécois québécoise japonais
japonaise chinois chinoise russe argentin argentine brésilien brésilienne mexicain mexicaine
portugais portugaise néerlandais néerlandaise danois danoise suédois suédoise norvégien norvégienne
finlandais finlandaise polonais polonaise tchèque hongrois hongroise roumain roumaine grec grecque
turc turque israélien israélienne palestinien palestinienne libanais libanaise syrien syrienne
égyptien égyptienne tunisien tunisienne algérien algérienne marocain marocaine sénégalais
sénégalaise ivoirien ivoirienne indien indienne iranien iranienne irakien irlandais irlandaise
écossais écossaise gallois autrichien autrichienne ukrainien ukrainienne coréen coréenne
australien australienne cubain cubaine chilien chilienne colombien colombienne péruvien péruvienne
parisien parisienne lyonnais lyonnaise bruxellois genevois genevoise montréalais européen
"""
NATIONS = frozenset(_NATIONS.split())
# Whose saying stands before a name: « explique Jeanne Untel ».
_SPEAKING = """
explique expliquait raconte racontait déclare déclarait estime estimait affirme affirmait
précise précisait confie confiait assure assurait souligne soulignait rappelle rappelait ajoute
ajoutait observe note résume indique conclut répond répondait dit disait prévient constate
insiste poursuit reconnaît commente analyse témoigne s’interroge s’exclame regrette plaisante
"""
SPEAKING = frozenset(_SPEAKING.split())
# Words in capitals that firms are described with, and that name none.
_NO_FIRM = """
SMIC RSA APL CMU AAH IVG PMA GPA CE CSE CHSCT CESU VAE PACS EHPAD ESAT ZEP ZAC PLU BIC BNC CERFA
SaaS Saas SAAS IT B2B B2C IA AI TIC NTIC CRM ERP SIG Web Internet Tech PME TPE ETI RH SI API URL
HTML CSS PDF SQL GPS ADN TVA PIB SMS CV DVD CD TV PC USB VIH SIDA OGM RGPD XML JSON HTTP HTTPS
WMS WFS KML GPX MNT BD OS UI UX KPI ROI SEO MVP MRR ARR CAC LTV FAQ CGV RTT CDI CDD SVI ACD PABX
CTI VoIP IP ADSL BTP VO VF UV QI QG PS NB RER TGV HLM SDF BAC BTS DUT CAP BEP DEA DESS ADR CB
RIB IBAN COVID Covid OK VIP DIY PIN SAV CSV RSS OSM GNU OCR MP3 JPG PNG VPN LAN DNS DOM TOM IRM
ICP WC CSG CET GMT UTC BP AC JC CEO CTO CFO DSI DRH PDG DG VP HT TTC VII VIII IX XI XII XIII
XVII XVIII XIX XX XXI
"""
NO_FIRM = frozenset(_NO_FIRM.split())
