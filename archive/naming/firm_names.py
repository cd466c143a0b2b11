"""Firms and institutions, written for this project: sure by their name, or only beside a word."""

_SURE = """
Apple|Amazon|Accenture|Accor|Acticall|Adecco|Adobe|AFNOR|Afnor|AFP|AFRC
Agence nationale de la recherche|Airbus|Air France|Alcatel|Alcatel-Lucent|Alibaba|Alstom|Altice
Altitude|Amazon Web Services|AMARC|AOL|ARCEP|Arcep|Arvato|Assemblée nationale|AT&T|Atos|Auchan
Avaya|AXA|Axa|Banque de France|Banque mondiale|Banque postale|La Banque postale|BBC|Blablacar|BNP
BNP Paribas|Boeing|Bouygues Telecom|Bouygues Télécom|Boursorama|Caisse des dépôts|Cap emploi|Canal+
Canal Plus|Capgemini|Cap Gemini|Cdiscount|Centre Georges Pompidou|CFDT|CFTC|CGT|Chronopost|Cisco
CNIL|Cnil|CNRS|Club Med|Cofidis|Comearth|Commission européenne
Commission nationale de l’informatique et des libertés|Confédération générale du travail
Conseil constitutionnel|Conseil d’État|Conseil d’Etat|Conseil économique et social
Conseil de l’Europe|Cour de cassation|Cour des comptes|Cour de justice de l’Union européenne
Crédit agricole|Crédit Agricole|Crédit lyonnais|Crédit Mutuel
Cour européenne des droits de l’homme|CSA|Dailymotion|DARES|Dassault|DGCCRF|Danone|Darty|Décathlon
Decathlon|Defrenois|Deezer|Dell|Deloitte|Deutsche Telekom|Disney|eBay|EDF|Électricité de France
Engie|Ernst & Young|Éducation nationale|Essilor|Eurodisney|Europ Assistance|Eurostar|Eurostat
Facebook Inc|Fondation Abbé Pierre|Ford|Forrester|France Info|France Inter|France Télécom
France Telecom|France Télévisions|France Travail|Gartner|Gaumont|GDF|GDF Suez
Gendarmerie nationale|Genesys|Google|Groupama|Haute Autorité de santé|Hewlett-Packard|Honda|HSBC
Huawei|Hyundai|IBM|IDC|IFOP|Ifop|IGN|Ikea|IKEA|INA|Ined|INED|INPI|Inrap|INRIA|Inria|INSEE|Insee
Inserm|INSERM|Intel|Ipsos|JCDecaux|KPMG|La Poste|La Redoute|L’Oréal|LCL|Leboncoin|Lego|Lenovo
LinkedIn|Lufthansa|LVMH|Macif|Maif|MAIF|Manpower|McDonald’s|McKinsey|Médecins sans frontières
Médiamétrie|Médiapart|Mediapart|Medef|MEDEF|Meetic|Mercedes-Benz|Météo-France|Michelin|Microsoft
Motorola|NASA|Netflix|NextiraOne|Nestlé|Nielsen|Nissan|Nokia|Nortel|Numericable|OCDE|OMS|ONU
OpenAI|Opinionway|OpinionWay|OSGeo|OTAN|Parlement européen|PayPal|Peugeot|Philips|PMU|Pôle emploi
Police nationale|Pôle Emploi|PricewaterhouseCoopers|Prosodie|PSA|PwC|Qualcomm|Radio France
Randstad|RATP|Renault
Reuters|Ryanair|Salesforce|Samsung|Sanofi|Securitas|Sécurité sociale|Sénat|SFR|Siemens|Sitel|SNCF
SNCM|Société générale|Société Générale|Sodexo|Sony|SOS Médecins|Stellantis|Suez|Swisscom|Sykes
Technicolor|Téléperformance|Teleperformance|Telefónica|Tesla|Thales|Toshiba|Toyota|Transcom
Trésor public|TripAdvisor|TF1|Uber|UFC-Que Choisir|UNESCO|Unesco|UNICEF|Unicef|Union européenne
URSSAF|Urssaf|Veolia|Vinci|Virgin|Vivendi|Volkswagen|Volvo|Wanadoo|Webhelp|Wikimedia|Xerox|Yahoo
Yahoo!|Zara|ESRI|Esri|Camptocamp|Mozilla|Shopify|Nations unies|Croix-Rouge|Armée du salut
Secours populaire|Secours catholique|Restos du cœur|Greenpeace|Amnesty International
Banque centrale européenne|Fonds monétaire international|FMI|FNAC|Fnac|Monoprix|Franprix
Intermarché|Lidl|Numéricâble|B2S|Armatis|Bluelink|Coriolis|Majorel|Konecta|Foundever|Odigo
Vocalcom|Eptica|Sage|SAP|Oracle|HP|Airbnb|AWS|Anthropic|Nvidia|NVIDIA|AMD|BMW|Audi|Porsche|Ferrari
Fiat|Citroën|Opel|Skoda|Lamborghini|Mazda|Subaru|Suzuki|Yamaha|Bosch|Hitachi|Panasonic|Nikon|Kodak
Fujitsu|Ericsson|Vodafone|Verizon|Orange Business Services|Belgacom|Proximus|Bell Canada|Vidéotron
Hydro-Québec|Desjardins|Bombardier|Loto-Québec|Radio-Canada|Pixar|DreamWorks|Warner Bros|Paramount
Ubisoft|Nintendo|Sega|Electronic Arts|Activision|Dropbox|Foursquare|Groupon|Zendesk|HubSpot
Snowflake|Databricks|Palantir|SpaceX|Lyft|Deliveroo|Doctolib|Criteo|OVH|Gandi|Iliad|Vente-privée
Kiabi|Castorama|Sephora|Hermès|Chanel|Cartier|Kering|Pernod Ricard|Lactalis|Bonduelle|Ferrero
Unilever|Coca-Cola|PepsiCo|Starbucks|Walmart|Tesco|Aldi|Adidas|Reebok|Lacoste|Swatch|Rolex
Novartis|Bayer|Pfizer|Moderna|AstraZeneca|Merck|BASF|Saint-Gobain|Schneider Electric|Areva
ArcelorMittal|Air Liquide|Eiffage|Natixis|Crédit Suisse|UBS|Goldman Sachs|JPMorgan|Morgan Stanley
Citigroup|Barclays|Deutsche Bank|Santander|ING Direct|Allianz|Generali|MMA|Matmut
Mondial Assistance|Covéa|easyJet|EasyJet|Air Algérie|Air Canada|British Airways|KLM
Emirates|Delta Airlines|Thalys|Keolis|Transdev|Europcar|Hertz|Sixt|Fedex|FedEx|UPS|DHL|Colissimo
Mondial Relay|Financial Times|New York Times|Washington Post|The Guardian|Wall Street Journal
Le Nouvel Observateur|L’Usine nouvelle|CBS News|CNN|NBC|NHK|Al Jazeera|Stanford|Harvard
Sciences Po|HEC|ESSEC|Essec|Sorbonne|Croix-Rouge française|WWF|FIFA|UEFA|FFF|NATO|UE|Parlement
Bundestag|Maison-Blanche|Kremlin|Pentagone|FBI|CIA|Interpol|Europol|Cese|CESE|Arcom|Hadopi|ANSSI
Anssi|CNRTL|BRGM|IRSTEA|Cerema|CEREMA|Etalab|ADEME|Ademe|IRD|Ifremer|Cirad|INRA|INRAE|Météo France
CNES|ESA|USGS|NOAA|Ordnance Survey|MapBox|Mapbox|TomTom|Navteq|Garmin|Autodesk|Intergraph|Oslandia
Makina Corpus|Neogeo|AFIGEO|Afigéo|A16z|a16z|Abercrombie|ABB|Abbott|AbbVie|ABC News|Acadomia|ACLU
ACOSS|Acoss|Acrimed|Act Up|Actes Sud|Acer|Aéroports de Paris|AF2M|AFD|Afer|AFL-CIO|AFNIC|Afnic
AGIRC-ARRCO|Agirc-Arrco|AIEA|Air Caraïbes|Air Transat|Airtable|Aigle Azur|Akamai
Alcatel Business Systems|Aldebaran|Algolia|Allocab|Allociné|AlloCiné|Alliance française
American Airlines|American Express|Amnesty|AMF|ANACT|Anact|ANAH|Andreessen Horowitz|ANPE|ANR|ANSM
ANTS|APEC|Apec|APF|Arcelor|Archos|Arkema|Arte|ARTE|Ascom|ASN|Associated Press|Assedic|ASSEDIC
Assistance publique|Assurance maladie|Assurance Maladie|Asus|ATD Quart Monde|ATIH|Atlassian|ATTAC
Attac|Autorité de la concurrence|Autorité de sûreté nucléaire|Autorité des marchés financiers
Aviva|Avast|Back Market|BackMarket|Bain & Company|Balmain|Bang & Olufsen
Banque de développement du Canada|Banque du Canada|Banque nationale suisse
Banque cantonale vaudoise|Banque européenne d’investissement|Basecamp|Bayard Presse|BCE|BCV
BDC|Bell Labs|Berkshire Hathaway|Best Buy|BFM|BFM TV|BFMTV|BHV|Biocoop|BioNTech|BIT|BlackBerry
BlackRock|Blizzard|Bloomberg|Blue Origin|BNF|BnF|BNS|Bolloré|Bon Marché|Booking|Booking.com
Boston Consulting Group|Botanic|Bouygues|BPCE|BPI France|Bpifrance|Brandt|Bricorama
British Petroleum|British Telecom|Buffalo Grill|Burberry|Bureau Veritas|Burger King|BVA|Cadbury
CAF|Caf|Caisse nationale d’assurance vieillesse|Caisse nationale de l’assurance maladie
Caisse d’épargne|Caisse d’Épargne|Caisse d’allocations familiales|Caltech|Camaïeu|Canada Post
Canal Satellite|CapGemini|Cargill|CarPostal|Carglass|Caritas|CartoDB|Casden|Caterpillar|CCI|CEA
CEDH|Cegid|Celio|Cencosud|Cerfrance|CERN|Cern|Cetelem|CFE-CGC|CFF|CGI|CGPME|CGT-FO
Chambre des députés|Chambre des communes|Chambre des représentants|Chambre des lords|Charal
Chevrolet|Chevron|Chrysler|CHUV|CIC|Cigna|Cigref|Cirque du Soleil|CISSS|Citibank|CIUSSS|CJUE
Clear Channel|Cloudflare|CMA CGM|CNAM|Cnam|CNAV|CNCDH|CNC|CNDP|Cnaf|CNAF|CNED|CNIT|CNOUS|CNPF|CNT
CNTS|Cogeco|Cohesity|Coinbase|Colgate|Collège de France|Comédie-Française|Comcast|Comex
Comité international de la Croix-Rouge|Comité international olympique|Commerzbank
Commission des droits de l’homme|Compaq|Compass Group|Concordia|Condé Nast
Conférence des évêques de France|Confédération paysanne|Conservatoire du littoral|Conseil européen
Conseil fédéral|Conseil national du numérique|Conseil des États|Conseil de sécurité
Conseil supérieur de l’audiovisuel|Copytop|Corsair|Cour européenne de justice
Cour pénale internationale|Cour suprême|Couche-Tard|Coursera|Courtepaille|Coveo|CPAM
Crédit du Nord|Crédit foncier|Crédit industriel et commercial|Credit Suisse|CROUS|Crous|CRTC|CSN
CSTB|CTIA|Culligan|Cultura|Cyrillus|Daewoo|Daihatsu|Daimler|Darpa|DARPA|Dacia|DDASS|DDE
Défenseur des droits|Défenseur des Droits|Delsey|Der Spiegel|DGAC|DGFiP|DGSE|DGSI|DIRECCTE
Direccte|Direct Énergie|DigitalOcean|DigitalGlobe|Doctissimo|Domino’s|Dreamworks|DREES|Drees
DuckDuckGo|Dunod|DuPont|EADS|Easyjet|Eaton|EBay|École normale supérieure|École polytechnique
École polytechnique fédérale de Lausanne|École des chartes|École des mines|École centrale
École des hautes études en sciences sociales|École nationale d’administration|Ecole polytechnique
EDHEC|Edhec|EELV|EFSA|EHESS|Eidos|Elf Aquitaine|Elsevier|Emmaüs|EMC|EM Lyon|ENA|Enedis|ENI|ENS
ENSAM|ENSIMAG|ENSTA|EPFL|EPFZ|Epson|ERDF|Eram|Esker|ESADE|ESCP|ESIEE|ESPN|ETHZ|Etam|Etsy|Europe 1
Europe Écologie|Euler Hermes|Eurocopter|Eurodif|Eurotunnel|Euronext|Exxon|ExxonMobil|Eyrolles|FAO
Fayard|FDA|FDSEA|Fédération internationale de l’automobile|FEMA|FIDH|Fisher-Price|Fitbit
Flammarion|Flatiron|Flixbus|FlixBus|FNAIM|FNSEA|Fondation de France|Fondation Mozilla
Force ouvrière|Foncia|Fortuneo|Foxconn|FranceAgriMer|France 2|France 3|France 4|France 5|France 24
France Bleu|France Culture|France Musique|France Stratégie|Franceinfo|France Loisirs|France Active
FreshBooks|Front national|Front populaire|FSU|Fujifilm|Gallimard|Gameloft|Gazprom|General Electric
General Motors|GIEC|Giec|GIGN|Givenchy|GlaxoSmithKline|GMF|GoDaddy|Goodyear|GoPro|Grand Palais
Grasset|GRDF|Gucci|Gulli|H&M|HADOPI|Hachette|Harper’s|Harris Interactive|Harmonie Mutuelle
Hasbro|HATVP|Haut Conseil de la santé publique|Haut-Commissariat aux réfugiés
Haute École pédagogique|HEC Montréal|HEIG-VD|Heineken|Helvetas|Henkel|Hezbollah|Hamas|Hootsuite
HUG|Human Rights Watch|Humanis|Hulu|Humanité et Inclusion|Handicap International|HES-SO|IATA
IBM France|ICANN|Icann|IEEE|IESEG|IFRAP|Ifrap|IFRI|Ifri|IHEDN|Imperial College
Imprimerie nationale|INHESJ|INPES|INRS|INSA|INSEAD|Insead|Inspection du travail|Institut Pasteur
Institut Montaigne|Institut Curie|Institut national de la consommation
Institut national de l’audiovisuel|Institut national de la statistique
Inspection générale des finances|Interflora|Intermédia|Investissement Québec|IRSN|Izneo|Izivia
J.P. Morgan|Jaguar|JD Sports|John Deere|Johnson & Johnson|Kaspersky|Kellogg’s|Kelly Services|KFC
Khan Academy|Kia|KissKissBankBank|Klarna|Knight Frank|Kraft|Korian|L’Obs|L’Opinion|L’Étudiant
La Banque Postale|La Dépêche|La Dépêche du Midi|La Française des jeux|La Presse canadienne
La Provence|La Quadrature du Net|La Ruche|La Voix du Nord|LaCie|Lagardère|Land Rover|Lancôme
Larousse|Lehman Brothers|Leetchi|Leica|Lexmark|LG|LFI|LICRA|Ligue des droits de l’homme
Ligue arabe|Linagora|Lockheed Martin|Logitech|LREM|Lucent|Lush|Macdonald’s|Magnum Photos|Mailchimp
Malakoff Humanis|Malakoff Médéric|Manpower Group|ManpowerGroup|Mapotempo|Marks & Spencer|Marriott
Mastercard|MasterCard|Mattel|Maxar|Max Planck|McAfee|McDonald|McDo|McGill|Médecins du monde
Médecins du Monde|Météo Suisse|MétéoSuisse|MGEN|MGM|Miele|Migros|MIT|Mitsubishi|MIVILUDES
Mistral AI|MoDem|Molson|Monsanto|Mondadori|Montblanc|MSA|MSF|MTV|Musée du Louvre
Mutualité française|N26|National Geographic|NBA|NFL|NCR|Neoma|Neuf Cegetel|Neuf Telecom|NetApp
Netlify|Netscape|Nexity|Nickelodeon|Nike|Nocibé|Northrop Grumman|NPR|NRJ|NSA|OCP|OFCE
Office fédéral de la statistique|Office fédéral de topographie
Office québécois de la langue française|OFPRA|Ofpra|OGF|OIT|OMC|OMPI|Omnicom|ONF|Onisep|ONISEP
OpenClassrooms|OpenStreetMap France|OPEP|Opera Software|Orano|Orangina|Ordre des médecins|ORTF
OSCE|Otis|OuiBus|OVHcloud|Oxfam|O’Reilly|PagesJaunes|Pages Jaunes|Parti communiste
Parti communiste français|Parti communiste chinois|Parti socialiste|Parti québécois|Parti libéral
Parti républicain|Parti démocrate|Partouche|Pathé|Patreon|Payfit|PayFit|Péchiney|Pernod
Picard Surgelés|Pimkie|Pirelli|Plan International|Planet Labs|Plon|Poclain|Politico
Polytechnique Montréal|Presses de la Cité|Presses universitaires de France|Price Minister
PriceMinister|Princeton|Procter & Gamble|Product Hunt|PSG|PUF|Publicis|Qantas|Qatar Airways|Qonto
Québec solidaire|Raiffeisen|RATP Dev|Rakuten|Rassemblement national|Raytheon|Reader’s Digest
RED by SFR|Red Hat|Renault Trucks|Reporters sans frontières|Revolut|Rhône-Poulenc|Ricoh|Rio Tinto
RMC|Rogers Communications|Rolls-Royce|Rossmann|Royal Canin|RSF|RTBF|RTE|RTL|RTS|RSR|Rue89|RyanAir
SACEM|Sacem|SAMU|Samu|Santé publique France|Sanofi-Aventis|Saur|Scaleway|SCAM|Schlumberger
Secours islamique|Secrétariat d’État à l’économie|Sennheiser|Sequoia Capital|SGS|Shell|SiriusXM
SITA|SITG|Skyrock|Smartbox|SMACL|SNC-Lavalin|SNES|SNPC|SoftBank|Sopra|Sopra Steria|Sopra-Steria
SOS Racisme|SOS Amitié|Sotheby’s|Spie|Springer|Square Enix|Squarespace|SSR|StationF|Station F
Steria|Stihl|STMicroelectronics|Substack|Sud PTT|SUD Rail|Sun Microsystems|SunTrust|Surfrider
SurveyMonkey|Swiss Re|Swisstopo|swisstopo|Symantec|Syntec|Takeda|Tamedia|TechCrunch|Tech Crunch
Techstars|Télé Z|Télé-Québec|Telecom Italia|Télécom ParisTech|Tele Atlas|TeleAtlas|Telenor|Telia
Telus|Tencent|Terre des hommes|Tetra Pak|Tetra Laval|The Economist|The Times|The Independent
The New York Times|The New Yorker|The Verge|Thomson Reuters|ThyssenKrupp|Time Warner|Timberland
TNS Sofres|Sofres|T-Mobile|Transavia|Trenitalia|Tribunal fédéral|TSR|Turkish Airlines
TVA Nouvelles|TV5|TV5 Monde|TV5Monde|Twilio|UDC|UDF|UDI|UFC|UGC|UIMM|UIT|Ulule|UMP|UNAF|Unédic
Unedic|UNEDIC|UNEF|UNHCR|UNIL|UniCredit|UNSA|Université Laval|Université McGill|UPM|UQAM
US Air Force|US Army|US Navy|Valeo|Vallourec|Vente-Privée|Vercel|Verisign|Viacom|Viadeo|Vinted
VMware|Voyages-sncf|VTech|Walt Disney|Wealthsimple|WeWork|Whirlpool|WikiLeaks|Wikimédia
WordPress.com|World Wide Web Consortium|World Wildlife Fund|WPP|W3C|Xiaomi|Y Combinator|Yale|Yelp
Yellow Pages|YouGov|Zalando|Zapier|Zeiss|ZTE|Zurich Assurances|3Liz|3M|20 Minutes|20 minutes
24 heures|24 Heures|Humanitarian OpenStreetMap Team|Sud Radio|Fédération française de football
Fédération française de tennis|Fédération française de rugby|Croissant-Rouge|Emmaus|Samusocial
Restos du Cœur|Restos du coeur|Banques alimentaires|Ligue contre le cancer|Eurogroupe|Eurocontrol
Euratom|Agence spatiale européenne|Agence France-Presse|Agence internationale de l’énergie
Organisation des Nations unies|Organisation mondiale de la santé|Organisation mondiale du commerce
Organisation internationale du travail|Union africaine|Banque africaine de développement
Fonds monétaire|Ku Klux Klan|Al-Qaïda|Etat islamique|État islamique|Daech|IRA|FLN|OLP|OAS|CRS
Mossad|KGB|Stasi|Gestapo|Wehrmacht|Luftwaffe|Armée rouge|Armée de l’air|Légion étrangère|Reichstag
Knesset|Scotland Yard|Quai d’Orsay|Élysée|Maison Blanche|Congrès américain|OGC
Open Geospatial Consortium|EFF|Electronic Frontier Foundation|Free Software Foundation
Apache Software Foundation|IETF|SHOM|Shom|DINUM|Dinum|DINSIC|ONERA|ANCT
Agence nationale de la cohésion des territoires|Agence nationale de sécurité du médicament
Agence de la transition écologique|CNIG|FNE|LPO|GRETA|AFPA|Afpa|UNAPEI|Unapei|CREDOC|Crédoc
ODI|Open Knowledge Foundation|Framasoft|La Mutuelle générale
Les Républicains|La France insoumise|Europe Écologie-Les Verts|Lutte ouvrière
Nouveau Parti anticapitaliste|Mouvement démocrate|Parti radical|Parti radical de gauche
Union pour un mouvement populaire|Union des démocrates et indépendants
Rassemblement pour la République|Section française de l’Internationale ouvrière|RPR|SFIO|PCF|LCR
NPA|FPÖ|UKIP|Parti travailliste|Parti conservateur|Parti pirate|Parti populaire européen|Podemos
Syriza|Likoud|Fatah|Tsahal|PKK|Confédération française démocratique du travail
Union syndicale Solidaires|Fédération syndicale unitaire|SNUipp|SNESUP|Deutsche Welle
Der Tagesspiegel|Die Zeit|El País|La Repubblica|Corriere della Sera|Neue Zürcher Zeitung
Tribune de Genève|La Libre Belgique|Le Devoir|Le Journal de Montréal|Al-Jazeera|Al Jazira
Radio-Télévision belge|RFI|Radio France internationale|Nice-Matin|Le Télégramme
L’Est républicain|Midi libre|Paris Match|Valeurs actuelles|Le Nouvel Obs|Alternatives économiques
Alternatives Économiques|Arrêt sur images|Reporterre|BuzzFeed|Huffington Post|HuffPost|Wired
The Atlantic|Time Magazine|Newsweek|USA Today|Los Angeles Times|Daily Mail|The Telegraph|Sky News
Fox News|CBC|PBS|M6|W9|C8|CNews|LCI|Public Sénat|LCP|TMC|HBO|Universal Pictures|Columbia Pictures
20th Century Fox|Metro-Goldwyn-Mayer|Studio Ghibli|DC Comics|Universal Music|Sony Music
Warner Music|EMI|Atlantic Records|Island Records|Ed Banger Records|Ninja Tune|Warp Records|NHL|LNH
MLB|WTA|FIBA|FIA|CIO|WWE|IAAF|FINA|Real Madrid|FC Barcelone|Bayern Munich|Borussia Dortmund
Manchester United|Manchester City|Liverpool FC|AC Milan|Inter Milan|Ajax Amsterdam|Benfica
Olympique de Marseille|Olympique lyonnais|Paris Saint-Germain|Girondins de Bordeaux
AS Saint-Étienne|Stade rennais|Stade français|Stade toulousain|RC Lens|RC Strasbourg
Celtic Glasgow|Canadiens de Montréal|Los Angeles Lakers|Chicago Bulls|Team Sky|Scuderia Ferrari
McLaren|Peugeot Sport|Pescarolo Sport|Benelux|Mercosur|ASEAN|ALENA|CECA|AELE|BERD|Frontex|ESO|CEPT
PNUD|PNUE|Haut-Commissariat des Nations unies pour les réfugiés|UNRWA
Programme alimentaire mondial|CIJ|Cour internationale de justice|Tribunal pénal international
Ligue des Nations|Société des Nations|Saint-Siège|Saint-Office|Royal Navy|Royal Air Force
US Marine Corps|Marine nationale|Armée française|Armée de terre|Garde nationale|Waffen-SS
Kriegsmarine|Royal Society|Académie française|Académie des sciences|Académie de médecine
Institut de France|Comédie française|Opéra de Paris|Philharmonie de Paris
Bibliothèque nationale de France|Muséum national d’histoire naturelle|Musée d’Orsay
Musée du quai Branly|British Museum|Metropolitan Museum|MoMA|Smithsonian|Library of Congress
British Library|Bodleian Library|Centre Pompidou|UCLA|NYU|Oxford University Press
Cambridge University Press|London School of Economics|Imperial College London
University College London|Université libre de Bruxelles|Université catholique de Louvain|EHESP
INALCO|Inalco|Télécom Paris|Mines ParisTech|CentraleSupélec|Supélec|AgroParisTech|ParisTech
Sciences Po Paris|Paris-Dauphine|EFREI|Max-Planck-Gesellschaft|Fraunhofer|CSIC|INFN|NIH|FTC|EPA
JPL|ITER|EDF Énergies nouvelles|TotalEnergies|Repsol|Enel|RWE|E.ON|Iberdrola|Vattenfall
Siemens Gamesa|Vestas|Framatome|Naval Group|MBDA|Dassault Aviation|Dassault Systèmes|Embraer
Sukhoï|Tupolev|Antonov|Arianespace|Ariane Group|SNECMA|Air Inter|Iberia|Alitalia|Aeroflot|Etihad
Norwegian|Wizz Air|Volotea|Corsica Ferries|Brittany Ferries|Stena Line|Maersk|Hapag-Lloyd|DFDS
Intesa Sanpaolo|BBVA|Crédit coopératif|Crédit municipal|Caisse centrale de réassurance
Banque populaire|ABN AMRO|Rabobank|KBC|Dexia|Fortis|Belfius|CDC Habitat|Nexans|Alten|Altran|CGG
Technip|Imerys|Lafarge|Holcim|Eurovia|Bouygues Immobilier|Kaufman & Broad|Icade|Unibail|Klépierre
Accorhotels|Nouvelles Frontières|TUI|Look Voyages|Naturalia|Ahold|Delhaize|Colruyt|Uniqlo|Bose
Sonos|Withings|Devialet|Raspberry Pi Foundation|Digital Equipment|Cray
Silicon Graphics|Borland|Corel|Macromedia|Lotus Development|Sybase|Informix|PeopleSoft|Siebel
BEA Systems|OnePlus|Realme|Stability AI|DeepMind|Hugging Face
Scale AI|Neuralink|Boston Dynamics|Waymo|Rivian|DoorDash|Instacart|Shein|Temu|Zynga|King Digital
Rovio|Supercell|Riot Games|Epic Games|Rockstar Games|Bethesda|BioWare|Quantic Dream
HashiCorp|GitLab Inc|JetBrains|Intuit|Xero|Lightspeed|Nuvei
Element AI|D2L|Kinaxis|OpenText|Pratt & Whitney|Metro Inc|CDPQ
Caisse de dépôt et placement du Québec|Revenu Québec|Banque Nationale|RBC|BMO|CIBC|Scotiabank
Maptiler|Boundless|Digital Globe|Airbus Defence and Space|Spot Image|Galigeo|Magellium|Kermap
Isogeo|Gisgraphy|AITF|AFEO|GéoBretagne|ENSG|IGN France international|Refractions Research
Crunchy Data|Caisse nationale des allocations familiales|Mutualité sociale agricole
Agence de services et de paiement|Action Logement|ANRU|Agence nationale de l’habitat|Agefiph
FIPHFP|CNSA|CNDA|CADA|CNCCFP|ARJEL|Autorité nationale des jeux|HCERES|CNESER|Cofrac|AFSSAPS|ANSES
Anses|Agence nationale des titres sécurisés|Direction générale des finances publiques
Direction générale du travail|Banque publique d’investissement|Parlement britannique
Parlement flamand|Sénat américain|Congrès des États-Unis|Douma
"""
# {a short name that nobody else has: the whole}.
OFFICIAL = {
    "Caisse des dépôts": "Caisse des dépôts et consignations",
    "Fonds monétaire": "Fonds monétaire international",
    "Institut national de la statistique": (
        "Institut national de la statistique et des études économiques"
    ),
    "Nations unies": "Organisation des Nations unies",
}
# Also words, persons, fruit, films: firms only where what stands before says so.
_DOUBTFUL = """
Orange|Free|Total|Casino|Carrefour|Champion|Leader Price|Quick|Sage|Oracle|Nature|Géant|Le Monde
Le Figaro|Libération|La Croix|L’Express|Le Point|L’Équipe|Les Échos|Le Parisien|Marianne
Le Canard enchaîné|Challenges|Capital|Elle|Sud-Ouest|Ouest-France|Télérama|L’Humanité|Le Progrès
Virgin|Ford|Match|Conforama|But|Leclerc|Printemps|Galeries Lafayette|Meta|Stable|Matador|Zara
Facebook|Twitter|Instagram|Flickr|YouTube|Skype|Spotify|Slack|Stripe|Suez|Vinci|Coriolis|Lego
Altitude|Trello|Waze|Kickstarter|WhatsApp|TikTok|Snapchat|Pinterest|Reddit|Twitch|Figma|Canva
Evernote|GitHub|GitLab|Heroku|Strava|Zoom|Visa|Sharp|Canon|Puma|Tata|Thomson|Intercom|Polaroid
BCG|CFA|CPI|FCPE|ITT|IFP|HCR|Square|Peloton|Valve|SoundCloud|Quora|Mappy|Ameli|GAFA|BT|GE|FO|ISO|Forbes
"""
# Of these, those that are meant where a capital stands within a sentence behind such a word.
_WORDS = """
Orange|Free|Total|Carrefour|Meta|Stripe|Slack|Spotify|Skype|Virgin|Suez|Vinci|Lego|Sage
Libération|Oracle|Leclerc|Quick|Conforama|Galeries Lafayette|Ouest-France|Télérama
Stable|Zara|Altitude|Matador
"""
FIRM_WORDS = frozenset(_WORDS.replace("\n", "|").strip("|").split("|"))
_BEFORE_WORDS = """
de d’ par avec que qu’ comme contre selon chez et ou dans à pour ex entre via
"""
BEFORE_WORDS = frozenset(_BEFORE_WORDS.split())
# Given name and surname, but a house: nobody is meant, unless a title says so.
_HOUSES = """
Yves Rocher|Louis Vuitton|Pierre Cardin|Leroy Merlin|Marie Claire|Thomas Cook|Hugo Boss
Yves Saint Laurent|Max Havelaar|Calvin Klein|Jean Coutu|Christian Dior|Ben & Jerry|Tommy Hilfiger
Ralph Lauren|Guy Degrenne|Jacques Vabre|Paul Ricard|Pierre Fabre|Jean Paul Gaultier|Jack Daniel
Johnnie Walker|Robert Half|Charles Schwab|Ernst Young|Charlie Hebdo|Daniel Hechter|Claude Bernard
Victoria Secret|Aubert Duval|Louis Dreyfus|Robert Laffont
Albin Michel|Paul Bocuse|Saint Laurent|Pierre & Vacances|Nathan|Robert Bosch
Michael Page|Michel Augustin|Tim Hortons
"""
DOUBTFUL_FIRMS = frozenset(_DOUBTFUL.replace("\n", "|").strip("|").split("|"))
_NAMES = frozenset(_SURE.replace("\n", "|").strip("|").split("|")) - DOUBTFUL_FIRMS
_SHORT = 7  # letters of a name that is printed in capitals as well
FIRMS = _NAMES | {name.upper() for name in _NAMES if len(name) <= _SHORT} | set(OFFICIAL.values())
_SEVERAL = sorted(name for name in FIRMS if " " in name)
# Those of several words, in small letters: they are printed with other capitals as well.
ANY_CASE = {name.replace("É", "E").lower(): name for name in _SEVERAL}
ANY_CASE |= {name.lower(): name for name in _SEVERAL}
HOUSES = frozenset(_HOUSES.replace("\n", "|").strip("|").split("|"))
# Behind a name.
_LEGAL_FORMS = """
SA SAS SASU SARL EURL SNC SCOP GmbH Inc Ltd LLC Corp AG
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
# At its end, these say that a name of several capitalised words is a house's.
_ENDINGS = """
Airlines Airways Publishing Foundation University Université Consulting Consultants Corporation
Records Entertainment Motors Telecom Télécom Holding Holdings Institute Insurance
Assurances Bank Ventures Technologies Pharmaceuticals Association Council Press Pictures
Labs Company Consortium Alliance Agency Federation League
Partners Industries Interactive Pharma Tribune Herald Bancorp Logistics Capital Securities Robotics
"""
ENDINGS = frozenset(_ENDINGS.split())
# Before « of » or « for », these say that an English name is a house's.
_ENGLISH = """
Association Society Institute University Council Bureau Office Department Ministry Academy Board
League Alliance Agency Federation Foundation Commission Committee Bank Church School College Museum
"""
ENGLISH = frozenset(_ENGLISH.split())
CLUB = "FC"
