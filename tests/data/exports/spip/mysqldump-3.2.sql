-- MySQL dump 10.16  Distrib 10.1.48-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: revue
-- ------------------------------------------------------
/*!40101 SET NAMES utf8 */;

--
-- Table structure for table `spip_articles`
--

DROP TABLE IF EXISTS `spip_articles`;
CREATE TABLE `spip_articles` (
  `id_article` bigint(21) NOT NULL AUTO_INCREMENT,
  `surtitre` text NOT NULL,
  `titre` text NOT NULL,
  `soustitre` text NOT NULL,
  `id_rubrique` bigint(21) NOT NULL DEFAULT '0',
  `descriptif` text NOT NULL,
  `chapo` mediumtext NOT NULL,
  `texte` longtext NOT NULL,
  `ps` mediumtext NOT NULL,
  `date` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `statut` varchar(10) NOT NULL DEFAULT '0',
  `date_redac` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `lang` varchar(10) NOT NULL DEFAULT '',
  `langue_choisie` varchar(3) DEFAULT 'non',
  `virtuel` varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (`id_article`),
  KEY `id_rubrique` (`id_rubrique`)
) ENGINE=MyISAM AUTO_INCREMENT=60 DEFAULT CHARSET=utf8;

LOCK TABLES `spip_articles` WRITE;
/*!40000 ALTER TABLE `spip_articles` DISABLE KEYS */;
INSERT INTO `spip_articles` VALUES (51,'','L\'écoute, toujours','',4,'','','On n\'écoute bien que ce qu\'on attend.\nLa ligne suivante est à part.\n\n[[<*>Une note sans nombre.]]Le reste est du bruit[[Et le bruit, un reste.]].\n\n----\n\n-# d\'abord\n-# ensuite\n','','2015-09-01 08:00:00','publie','0000-00-00 00:00:00','fr','non',''),(52,'','Redirigé','',4,'','','','','2015-09-02 08:00:00','publie','0000-00-00 00:00:00','fr','non','rubrique4');
/*!40000 ALTER TABLE `spip_articles` ENABLE KEYS */;
UNLOCK TABLES;

CREATE TABLE `spip_auteurs` (
  `id_auteur` bigint(21) NOT NULL AUTO_INCREMENT,
  `nom` text NOT NULL,
  `email` tinytext NOT NULL,
  PRIMARY KEY (`id_auteur`)
) ENGINE=MyISAM;
INSERT INTO `spip_auteurs` VALUES (1,'Ada Nord','ada@fil.example'),(9,'Noé Val; dit « Val »','');
CREATE TABLE `spip_auteurs_liens` (
  `id_auteur` bigint(21) NOT NULL DEFAULT '0',
  `id_objet` bigint(21) NOT NULL DEFAULT '0',
  `objet` varchar(25) NOT NULL DEFAULT '',
  `vu` varchar(6) NOT NULL DEFAULT 'non'
) ENGINE=MyISAM;
INSERT INTO `spip_auteurs_liens` VALUES (9,51,'rubrique','non'),(1,51,'article','non');
CREATE TABLE `spip_mots` (`id_mot` bigint(21) NOT NULL, `titre` text NOT NULL, `id_groupe` bigint(21) NOT NULL);
INSERT INTO `spip_mots` VALUES (3,'écoute',1);
CREATE TABLE `spip_mots_liens` (`id_mot` bigint(21), `id_objet` bigint(21), `objet` varchar(25));
INSERT INTO `spip_mots_liens` VALUES (3,51,'article');
CREATE TABLE `spip_rubriques` (`id_rubrique` bigint(21) NOT NULL, `titre` text NOT NULL);
INSERT INTO `spip_rubriques` VALUES (4,'Édito');
CREATE TABLE `spip_forum` (`id_forum` bigint(21) NOT NULL, `id_objet` bigint(21), `objet` varchar(25), `id_parent` bigint(21), `date_heure` datetime, `titre` text, `texte` mediumtext, `auteur` text, `email_auteur` text, `statut` varchar(8), `ip` varchar(40));
INSERT INTO `spip_forum` VALUES (5,51,'article',0,'2015-09-03 10:00:00','L\'écoute, toujours','Bien dit.','Eva','eva@fil.example','publie','10.0.0.1'),(6,51,'article',0,'2015-09-03 11:00:00','Montres','Achetez.','x','','spam','10.0.0.2');
CREATE TABLE `spip_meta` (`nom` varchar(255) NOT NULL, `valeur` text);
INSERT INTO `spip_meta` VALUES ('adresse_site','https://revue.example'),('nom_site','La Revue du fil'),('langue_site','fr');
CREATE TABLE `spip_urls` (`id_parent` bigint(21), `url` varchar(255) NOT NULL, `type` varchar(25) NOT NULL, `id_objet` bigint(21) NOT NULL, `date` datetime);
INSERT INTO `spip_urls` VALUES (0,'l-ecoute-toujours','article',51,'2015-09-01 08:00:00');
