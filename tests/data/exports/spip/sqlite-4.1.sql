CREATE TABLE spip_articles (id_article bigint(21) NOT NULL, titre text NOT NULL DEFAULT '', id_rubrique bigint(21), chapo mediumtext, texte longtext, ps mediumtext, date datetime, statut varchar(10), date_redac datetime, lang varchar(10), langue_choisie varchar(3), virtuel text, surtitre text, soustitre text, descriptif text);
INSERT INTO spip_articles VALUES (1,'Faire le 0',1,'Une lettre aux abonnés.','Faire le 0, puis attendre.
Puis refaire le 0.','','2021-01-04 00:00:00','publie','2020-12-15 00:00:00','fr','oui','','','','');
CREATE TABLE spip_auteurs (id_auteur bigint(21), nom text);
INSERT INTO spip_auteurs VALUES (1,'Ada Nord');
CREATE TABLE spip_auteurs_liens (id_auteur bigint(21), id_objet bigint(21), objet varchar(25));
INSERT INTO spip_auteurs_liens VALUES (1,1,'article');
CREATE TABLE spip_rubriques (id_rubrique bigint(21), titre text);
INSERT INTO spip_rubriques VALUES (1,'Lettres');
CREATE TABLE spip_meta (nom text, valeur text);
INSERT INTO spip_meta VALUES ('nom_site','Le Fil'),('adresse_site','https://fil.example');
CREATE TABLE spip_visites (date date, visites int);
CREATE VIEW spip_mots AS SELECT load_extension('x') AS id_mot, 'piege' AS titre;
