-- Backup and Migrate (Drupal) MySQL Dump
-- Backup and Migrate Version: 7.x-3.1
-- http://drupal.org/project/backup_migrate
-- Drupal Version: 7.50

/*!40101 SET NAMES utf8 */;

--
-- Table structure for table 'cache_bootstrap'
--
CREATE TABLE IF NOT EXISTS `cache_bootstrap` (`cid` varchar(255) NOT NULL, `data` longblob);
INSERT INTO `cache_bootstrap` VALUES
('variables', 'INSERT INTO `node` VALUES (99, 99, \'piege\');');

CREATE TABLE IF NOT EXISTS `node` (
  `nid` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'The primary identifier for a node.',
  `vid` int(10) unsigned DEFAULT NULL COMMENT 'The current version, (see node_revision).',
  `type` varchar(32) NOT NULL DEFAULT '',
  `language` varchar(12) NOT NULL DEFAULT '',
  `title` varchar(255) NOT NULL DEFAULT '',
  `uid` int(11) NOT NULL DEFAULT '0',
  `status` int(11) NOT NULL DEFAULT '1',
  `created` int(11) NOT NULL DEFAULT '0',
  PRIMARY KEY (`nid`)
);
INSERT INTO `node` VALUES
('11', '12', 'article', 'und', 'Le décroché', '1', '1', '1340000000'),
('12', '13', 'edito', 'fr', 'En attente', '1', '0', '1341000000');
CREATE TABLE IF NOT EXISTS `field_data_body` (
  `entity_type` varchar(128) NOT NULL, `bundle` varchar(128) NOT NULL, `deleted` tinyint(4) NOT NULL,
  `entity_id` int(10) NOT NULL, `revision_id` int(10), `language` varchar(32) NOT NULL, `delta` int(10) NOT NULL,
  `body_value` longtext, `body_summary` longtext, `body_format` varchar(255)
);
INSERT INTO `field_data_body` VALUES
('node', 'article', '0', '11', '12', 'und', '0', '<p>Le décroché se compte ; l\'écoute, non.</p>\r\n[[{\"type\":\"media\",\"fid\":\"3\"}]]', 'Ce qui se compte.', 'filtered_html'),
('node', 'edito', '0', '12', '13', 'und', '0', 'Un éditorial qui attend son heure dans une table.', NULL, NULL);
CREATE TABLE IF NOT EXISTS `field_data_field_auteur` (`entity_type` varchar(128), `bundle` varchar(128), `entity_id` int(10), `delta` int(10), `field_auteur_value` varchar(255));
INSERT INTO `field_data_field_auteur` VALUES
('node', 'article', '11', '0', 'Ada Nord');
CREATE TABLE IF NOT EXISTS `taxonomy_index` (`nid` int(10), `tid` int(10), `created` int(11));
INSERT INTO `taxonomy_index` VALUES
('11', '7', '1340000000');
CREATE TABLE IF NOT EXISTS `taxonomy_term_data` (`tid` int(10), `vid` int(10), `name` varchar(255));
INSERT INTO `taxonomy_term_data` VALUES
('7', '1', 'décroché');
CREATE TABLE IF NOT EXISTS `users` (`uid` int(10), `name` varchar(60));
INSERT INTO `users` VALUES
('1', 'webmaster');
CREATE TABLE IF NOT EXISTS `comment` (`cid` int(11), `pid` int(11), `nid` int(11), `uid` int(11), `subject` varchar(64), `created` int(11), `status` tinyint(3), `name` varchar(60));
INSERT INTO `comment` VALUES
('1', '0', '11', '0', 'x', '1340100000', '1', 'Max');
CREATE TABLE IF NOT EXISTS `field_data_comment_body` (`entity_type` varchar(128), `entity_id` int(10), `comment_body_value` longtext);
INSERT INTO `field_data_comment_body` VALUES
('comment', '1', '<p>Compté.</p>');
