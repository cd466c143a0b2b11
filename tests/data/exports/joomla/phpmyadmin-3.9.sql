-- phpMyAdmin SQL Dump
-- version 4.9.5
-- https://www.phpmyadmin.net/
--
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
SET time_zone = "+00:00";

CREATE TABLE `x7k_content` (
  `id` int(10) UNSIGNED NOT NULL,
  `asset_id` int(10) UNSIGNED NOT NULL DEFAULT 0,
  `title` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '',
  `alias` varchar(400) NOT NULL DEFAULT '',
  `introtext` mediumtext NOT NULL,
  `fulltext` mediumtext NOT NULL,
  `state` tinyint(3) NOT NULL DEFAULT 0,
  `catid` int(10) UNSIGNED NOT NULL DEFAULT 0,
  `created` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `created_by` int(10) UNSIGNED NOT NULL DEFAULT 0,
  `created_by_alias` varchar(255) NOT NULL DEFAULT '',
  `publish_up` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `metakey` text NOT NULL,
  `access` int(10) UNSIGNED NOT NULL DEFAULT 0,
  `language` char(7) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO `x7k_content` (`id`, `asset_id`, `title`, `alias`, `introtext`, `fulltext`, `state`, `catid`, `created`, `created_by`, `created_by_alias`, `publish_up`, `metakey`, `access`, `language`) VALUES
(8, 60, 'L''accueil d''abord', 'l-accueil-d-abord', '<p>On accueille d\'abord ; on questionne ensuite (parfois).</p>\r\n', '<hr title=\"Deuxième page\" class=\"system-pagebreak\" />\r\n<p>{loadposition pub}Et l\'on s\'excuse à la fin.</p>', 1, 9, '2016-02-01 09:00:00', 420, '', '2016-02-03 09:00:00', 'seo, mots', 1, 'fr-FR'),
(9, 61, 'Réservé', 'reserve', '<p>Un texte que seuls les abonnés pouvaient lire, et encore.</p>', '', 1, 9, '2016-03-01 09:00:00', 420, 'Ada Nord', '2016-03-01 09:00:00', '', 2, '*'),
(10, 62, 'Pas encore', 'pas-encore', '<p>Un texte que personne ne pouvait lire.</p>', '', 0, 2, '2016-04-01 09:00:00', 420, 'Ada Nord', '0000-00-00 00:00:00', '', 1, '*');

CREATE TABLE `x7k_categories` (`id` int(11) NOT NULL, `title` varchar(255) NOT NULL, `extension` varchar(50));
INSERT INTO `x7k_categories` (`id`, `title`, `extension`) VALUES
(2, 'Uncategorised', 'com_content'),
(9, 'Éditoriaux', 'com_content');
CREATE TABLE `x7k_users` (`id` int(11), `name` varchar(400), `username` varchar(150), `email` varchar(100));
INSERT INTO `x7k_users` VALUES (420, 'Zoé Est', 'zoe', 'zoe@fil.example');
CREATE TABLE `x7k_tags` (`id` int(10), `title` varchar(255));
INSERT INTO `x7k_tags` VALUES (2, 'accueil');
CREATE TABLE `x7k_contentitem_tag_map` (`type_alias` varchar(255), `core_content_id` int(10), `content_item_id` int(11), `tag_id` int(10));
INSERT INTO `x7k_contentitem_tag_map` VALUES ('com_content.article', 1, 8, 2), ('com_contact.contact', 2, 9, 2);
CREATE TABLE `x7k_jcomments` (`id` int(11), `parent` int(11), `object_id` int(11), `object_group` varchar(255), `name` varchar(255), `username` varchar(255), `comment` text, `email` varchar(255), `ip` varchar(39), `date` datetime, `published` tinyint(1), `deleted` tinyint(1));
INSERT INTO `x7k_jcomments` VALUES (1, 0, 8, 'com_content', 'Eva', '', 'Très [b]juste[/b].', 'eva@fil.example', '10.0.0.1', '2016-02-04 10:00:00', 1, 0), (2, 1, 8, 'com_content', 'Max', '', 'Non.', '', '', '2016-02-05 10:00:00', 0, 0), (3, 0, 8, 'com_content', 'x', '', 'Montres.', '', '', '2016-02-05 10:00:00', 0, 1);
