-- MySQL dump 10.11
--
-- Host: localhost    Database: drupal6
-- ------------------------------------------------------
-- Server version	5.0.51a
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `comments`;
CREATE TABLE `comments` (
  `cid` int(11) NOT NULL auto_increment,
  `pid` int(11) NOT NULL default '0',
  `nid` int(11) NOT NULL default '0',
  `uid` int(11) NOT NULL default '0',
  `subject` varchar(64) NOT NULL default '',
  `comment` longtext NOT NULL,
  `hostname` varchar(128) NOT NULL default '',
  `timestamp` int(11) NOT NULL default '0',
  `status` tinyint(3) unsigned NOT NULL default '0',
  `name` varchar(60) default NULL,
  `mail` varchar(64) default NULL,
  PRIMARY KEY  (`cid`)
) ENGINE=MyISAM;
INSERT INTO `comments` VALUES (1,0,4,0,'Oui','J\'ai attendu aussi.','10.0.0.1',1236000000,0,'Eva','eva@fil.example'),(2,1,4,3,'Réponse','Moi de même.','10.0.0.2',1236100000,1,NULL,NULL);
CREATE TABLE `node` (
  `nid` int(10) unsigned NOT NULL auto_increment,
  `vid` int(10) unsigned NOT NULL default '0',
  `type` varchar(32) NOT NULL default '',
  `language` varchar(12) NOT NULL default '',
  `title` varchar(255) NOT NULL default '',
  `uid` int(11) NOT NULL default '0',
  `status` int(11) NOT NULL default '1',
  `created` int(11) NOT NULL default '0',
  `changed` int(11) NOT NULL default '0',
  PRIMARY KEY  (`nid`)
) ENGINE=MyISAM;
INSERT INTO `node` VALUES (4,9,'story','fr','La patience de l\'appelant',3,1,1235900000,1236000000),(5,10,'page','fr','Mentions',1,1,1235900000,1236000000);
CREATE TABLE `node_revisions` (
  `nid` int(10) unsigned NOT NULL default '0',
  `vid` int(10) unsigned NOT NULL auto_increment,
  `uid` int(11) NOT NULL default '0',
  `title` varchar(255) NOT NULL default '',
  `body` longtext NOT NULL,
  `teaser` longtext NOT NULL,
  `log` longtext NOT NULL,
  `timestamp` int(11) NOT NULL default '0',
  `format` int(11) NOT NULL default '0',
  PRIMARY KEY  (`vid`)
) ENGINE=MyISAM;
INSERT INTO `node_revisions` VALUES (4,8,3,'Ancien titre','Ancien texte.','','',1235900000,1),(4,9,3,'La patience de l\'appelant','On mesure la patience de l\'appelant, jamais la sienne.\r\n<!--break-->\r\nIl faudrait mesurer les deux.\r\n\r\n<?php print date("Y"); ?>\r\nEt publier le résultat.','On mesure la patience de l\'appelant, jamais la sienne.','',1236000000,1),(5,10,1,'Mentions','Mentions.','','',1235900000,1);
CREATE TABLE `term_data` (`tid` int(10) unsigned NOT NULL, `vid` int(10) unsigned NOT NULL, `name` varchar(255) NOT NULL);
INSERT INTO `term_data` VALUES (1,1,'patience'),(2,1,'mesure');
CREATE TABLE `term_node` (`nid` int(10), `vid` int(10), `tid` int(10));
INSERT INTO `term_node` VALUES (4,8,2),(4,9,1);
CREATE TABLE `users` (`uid` int(10), `name` varchar(60), `pass` varchar(32), `mail` varchar(64));
INSERT INTO `users` VALUES (0,'','',''),(1,'admin','x','x@fil.example'),(3,'Luc Sud','x','luc@fil.example');
CREATE TABLE `variable` (`name` varchar(128) NOT NULL, `value` longtext NOT NULL);
INSERT INTO `variable` VALUES ('site_name','s:16:\"La Revue du fil!\";');
