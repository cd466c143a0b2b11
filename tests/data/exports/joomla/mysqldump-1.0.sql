-- MySQL dump 9.11
--
-- Host: localhost    Database: mambo
-- ------------------------------------------------------
-- Server version	4.0.24

CREATE TABLE jos_content (
  id int(11) unsigned NOT NULL auto_increment,
  title varchar(100) NOT NULL default '',
  title_alias varchar(100) NOT NULL default '',
  introtext mediumtext NOT NULL,
  `fulltext` mediumtext NOT NULL,
  state tinyint(3) NOT NULL default '0',
  sectionid int(11) unsigned NOT NULL default '0',
  catid int(11) unsigned NOT NULL default '0',
  created datetime NOT NULL default '0000-00-00 00:00:00',
  created_by int(11) unsigned NOT NULL default '0',
  created_by_alias varchar(100) NOT NULL default '',
  publish_up datetime NOT NULL default '0000-00-00 00:00:00',
  metakey text NOT NULL,
  access int(11) unsigned NOT NULL default '0',
  PRIMARY KEY  (id)
) TYPE=MyISAM;

INSERT INTO jos_content VALUES (3,'Le bip','bip','<p>Le bip annonce qu\'on nous &eacute;coute.</p>','{mospagebreak title=La suite}<p>Il annonce aussi qu\'on nous oublie.</p>{mosimage}',1,1,2,'2004-11-05 10:00:00',62,'Luc Sud','2004-11-05 10:00:00','bip, attente',0);
INSERT INTO jos_content VALUES (4,'Jeté','','<p>À jeter.</p>','',-2,1,2,'2004-11-06 10:00:00',62,'','2004-11-06 10:00:00','',0);
CREATE TABLE jos_categories (id int(11), title varchar(50), name varchar(255));
INSERT INTO jos_categories VALUES (2,'Éditos','Éditos');
CREATE TABLE jos_users (id int(11), name varchar(50), username varchar(25));
INSERT INTO jos_users VALUES (62,'Administrator','admin');
