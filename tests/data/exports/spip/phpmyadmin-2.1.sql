-- phpMyAdmin SQL Dump
-- version 3.4.10
-- http://www.phpmyadmin.net
--
-- Généré le : Lun 12 Mars 2012 à 10:00

SET SQL_MODE="NO_AUTO_VALUE_ON_ZERO";
SET time_zone = "+00:00";

--
-- Structure de la table `fil_articles`
--

CREATE TABLE IF NOT EXISTS `fil_articles` (
  `id_article` bigint(21) NOT NULL AUTO_INCREMENT,
  `titre` text NOT NULL,
  `id_rubrique` bigint(21) NOT NULL DEFAULT '0',
  `chapo` mediumtext NOT NULL,
  `texte` longtext NOT NULL,
  `ps` mediumtext NOT NULL,
  `date` datetime NOT NULL,
  `statut` varchar(10) NOT NULL,
  `date_redac` datetime NOT NULL,
  PRIMARY KEY (`id_article`)
) ENGINE=MyISAM  DEFAULT CHARSET=latin1 AUTO_INCREMENT=3 ;

--
-- Contenu de la table `fil_articles`
--

INSERT INTO `fil_articles` (`id_article`, `titre`, `id_rubrique`, `chapo`, `texte`, `ps`, `date`, `statut`, `date_redac`) VALUES
(1, 'Décrocher', 0, '', 'Décrocher à la première sonnerie n''est pas une politesse : c''est un réflexe.\r\n\r\nOn l''apprend vite -- ou jamais.', '', '1999-00-00 00:00:00', 'publie', '0000-00-00 00:00:00');

CREATE TABLE IF NOT EXISTS `fil_auteurs` (
  `id_auteur` bigint(21) NOT NULL,
  `nom` text NOT NULL
);
INSERT INTO `fil_auteurs` (`id_auteur`, `nom`) VALUES (1, 'Rédaction');
CREATE TABLE IF NOT EXISTS `fil_auteurs_articles` (`id_auteur` bigint(21), `id_article` bigint(21));
INSERT INTO `fil_auteurs_articles` VALUES (1, 1);
