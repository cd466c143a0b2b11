"""Firms and institutions, written for this project: sure by their name, or only beside a word."""

_SURE = """
Accenture|Accor|Acticall|Adecco|Adobe|AFNOR|Afnor|AFP|AFRC|Agence nationale de la recherche|Airbus
Air France|Alcatel|Alcatel-Lucent|Alibaba|Alstom|Altice|Altitude|Amazon Web Services|AMARC|AOL
ARCEP|Arcep|Arvato|Assemblée nationale|AT&T|Atos|Auchan|Avaya|AXA|Axa|Banque de France
Banque mondiale|Banque postale|La Banque postale|BBC|Blablacar|BNP|BNP Paribas|Boeing
Bouygues Telecom|Bouygues Télécom|Boursorama|Caisse des dépôts|Canal+|Canal Plus|Capgemini
Cap Gemini|Cdiscount|Centre Georges Pompidou|CFDT|CFTC|CGT|Chronopost|Cisco|CNIL|Cnil|CNRS
Club Med|Cofidis|Comearth|Commission européenne
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
Pôle Emploi|PricewaterhouseCoopers|Prosodie|PSA|PwC|Qualcomm|Radio France|Randstad|RATP|Renault
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
Mondial Assistance|Malakoff|Covéa|easyJet|EasyJet|Air Algérie|Air Canada|British Airways|KLM
Emirates|Delta Airlines|Thalys|Keolis|Transdev|Europcar|Hertz|Sixt|Fedex|FedEx|UPS|DHL|Colissimo
Mondial Relay|Financial Times|New York Times|Washington Post|The Guardian|Wall Street Journal
Le Nouvel Observateur|L’Usine nouvelle|CBS News|CNN|NBC|NHK|Al Jazeera|Stanford|Harvard
Sciences Po|HEC|ESSEC|Essec|Sorbonne|Croix-Rouge française|WWF|FIFA|UEFA|FFF|NATO|UE|Parlement
Bundestag|Maison-Blanche|Kremlin|Pentagone|FBI|CIA|Interpol|Europol|Cese|CESE|Arcom|Hadopi|ANSSI
Anssi|CNRTL|BRGM|IRSTEA|Cerema|CEREMA|Etalab|ADEME|Ademe|IRD|Ifremer|Cirad|INRA|INRAE|Météo France
CNES|ESA|USGS|NOAA|Ordnance Survey|MapBox|Mapbox|TomTom|Navteq|Garmin|Autodesk|Intergraph|Oslandia
Makina Corpus|Neogeo|AFIGEO|Afigéo
"""
# Also words, persons, fruit, films: firms only where what stands before says so.
_DOUBTFUL = """
Orange|Free|Apple|Amazon|Total|Casino|Carrefour|Champion|Leader Price|Quick|Sage|Oracle|Nature
Géant|Le Monde|Le Figaro|Libération|La Croix|L’Express|Le Point|L’Équipe|Les Échos|Le Parisien
Marianne|Le Canard enchaîné|Challenges|Capital|Elle|Sud-Ouest|Ouest-France|Télérama|L’Humanité
Le Progrès|Virgin|Ford|Match|Conforama|But|Leclerc|Printemps|Galeries Lafayette|Meta|Stable
Matador|Zara|Facebook|Twitter|Instagram|Flickr|YouTube|Skype|Spotify|Slack|Stripe|Suez|Vinci
Coriolis|Lego|Altitude
"""
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
FIRMS = _NAMES | {name.upper() for name in _NAMES if len(name) <= _SHORT}
HOUSES = frozenset(_HOUSES.replace("\n", "|").strip("|").split("|"))
# Behind a name.
_LEGAL_FORMS = """
SA SAS SASU SARL EURL SNC SCOP GmbH Inc Ltd LLC Corp AG
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
