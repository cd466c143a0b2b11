"""Joomla's and Drupal's exports and databases, of many versions: what each article gives."""

import json

import pytest
from exported import FOLDER, check, facts, outcomes

JOOMLA = {
    "mysqldump-1.0.sql": [
        {
            "title": "Le bip",
            "authors": ["Luc Sud"],
            "date": "2004-11-05",
            "tags": ["bip", "attente"],
            "section": "Éditos",
            "missing": ["{mosimage}"],
            "has": ["qu'on nous écoute.\n\nLa suite\n\nIl annonce"],
        },
        "corbeille",
    ],
    "phpmyadmin-3.9.sql": [
        {
            "title": "L'accueil d'abord",
            "authors": ["Zoé Est"],
            "date": "2016-02-03",
            "tags": ["accueil"],
            "section": "Éditoriaux",
            "language": "fr",
            "draft": False,
            "letters": [("Eva", "shown"), ("Max", "waiting")],
            "has": ["(parfois).", "Deuxième page"],
            "lacks": ["loadposition"],
        },
        "corbeille de la source",
        {"title": "Réservé", "authors": ["Ada Nord"], "tags": [], "draft": True},
        {"title": "Pas encore", "date": "2016-04-01", "section": "", "draft": True},
    ],
    "j2xml-12.5.xml": [
        {
            "title": "Tenir la ligne",
            "authors": ["Luc Sud"],
            "date": "2011-06-07",
            "tags": ["attente", "ligne"],
            "section": "Numéro 12",
            "has": ["c’est attendre à deux.\n\nEt raccrocher"],
        }
    ],
    "j2xml-21.12.xml": [
        {
            "title": "Le renvoi d’appel",
            "authors": ["Zoé Est"],
            "date": "2021-12-01",
            "tags": ["standards"],
            "section": "",
            "url": "https://fil.example/le-renvoi",
            "draft": False,
        },
        "corbeille",
    ],
    "api-4.json": [
        {
            "title": "Les trois sonneries",
            "date": "2022-05-05",
            "tags": ["sonneries"],
            "language": "fr",
            "has": ["dit le manuel.\n\nQuatre"],
        },
        "corbeille",
    ],
}
DRUPAL = {
    "mysqldump-6.sql": [
        {
            "title": "La patience de l'appelant",
            "standfirst": "",
            "authors": ["Luc Sud"],
            "date": "2009-03-01",
            "tags": ["patience"],
            "publication": "La Revue du fil!",
            "letters": [("Eva", "shown"), ("Luc Sud", "waiting")],
            "missing": ['<?php print date("Y"); ?>'],
            "has": ["jamais la sienne.\n\nIl faudrait", "publier le résultat."],
        },
        "page du site",
    ],
    "backup-migrate-7.sql": [
        {
            "title": "Le décroché",
            "standfirst": "Ce qui se compte.",
            "authors": ["Ada Nord"],
            "date": "2012-06-18",
            "tags": ["décroché"],
            "letters": [("Max", "shown")],
            "has": ["l'écoute, non."],
            "lacks": ["media"],
        },
        {"title": "En attente", "authors": [], "draft": True},
    ],
    "pg_dump-10.sql": [
        {
            "title": "Entre deux appels",
            "authors": ["Zoé Est"],
            "date": "2023-11-13",
            "tags": ["silence"],
            "publication": "Le Fil",
            "language": "fr",
            "letters": [("Eva", "shown")],
            "has": ["un silence.\n\nLe silence se facture."],
        },
        {"title": "Between two calls", "language": "en", "letters": []},
    ],
    "jsonapi-9.json": [
        {
            "title": "Le combiné",
            "standfirst": "Question de poids.",
            "authors": ["Hélène Ouest"],
            "date": "2019-03-04",
            "tags": ["combiné", "poids"],
            "doubts": [],
        },
        "page du site",
    ],
    "rest-8.json": [
        {"title": "La tonalité", "authors": ["Noé Val", "Ada Nord"], "date": "2018-01-02"}
    ],
    "node_export-7.json": [
        {
            "title": "Le transfert",
            "authors": ["Luc Sud"],
            "date": "2014-01-01",
            "tags": ["transfert"],
            "has": ["à l'autre.\n\nRarement"],
        }
    ],
    "node_export-7.xml": [{"title": "La boîte vocale", "date": "2014-02-12", "draft": True}],
}


@pytest.mark.parametrize("name", JOOMLA)
def test_each_export_of_joomla_gives_its_articles_field_by_field(name):
    check(FOLDER / "joomla" / name, JOOMLA[name])


@pytest.mark.parametrize("name", DRUPAL)
def test_each_export_of_drupal_gives_its_articles_field_by_field(name):
    check(FOLDER / "drupal" / name, DRUPAL[name])


@pytest.mark.parametrize(
    "dump, why",
    [
        ("-- MySQL dump\nCREATE TABLE `recettes` (`id` int);\n", "ni de SPIP"),
        (
            "-- MySQL dump\nCREATE TABLE `wp_posts` (`ID` int, `post_title` text, `post_content` text);\n"
            "INSERT INTO `wp_posts` VALUES (1,'a','b');\n",
            "WordPress",
        ),
        ("-- MySQL dump\nINSERT INTO `jos_content` VALUES (1,'jamais fermé", "ni de SPIP"),
        ("-- MySQL dump\n" + "INSERT INTO `jos_content` VALUES (" * 3000, "ni de SPIP"),
        ("-- MySQL dump\nCREATE TABLE `jos_content` (" + "`a` int(" * 3000, "ni de SPIP"),
    ],
)
def test_a_database_of_none_of_them_or_a_broken_one_is_told(dump, why, tmp_path):
    path = tmp_path / "base.sql"
    path.write_text(dump)
    assert why in facts(outcomes(path)[-1])["rejected"]


def test_a_row_that_is_broken_or_odd_leaves_the_others_whole(tmp_path):
    dump = (FOLDER / "joomla" / "phpmyadmin-3.9.sql").read_text("utf-8")
    odd = dump.replace("(9, 61,", "(9, 61, CONCAT('a', ('b')), ").replace("(8, 60,", "(8, 0x3630,")
    path = tmp_path / "base.sql"
    path.write_text(odd + "\nINSERT INTO `x7k_content` VALUES (1,2);\nINSERT INTO `")
    titles = [facts(outcome).get("title") for outcome in outcomes(path)]
    assert titles == ["L'accueil d'abord", None], "what stands behind the odd row is passed over"


def test_what_readers_of_joomla_did_not_see_comes_in_as_drafts(tmp_path):
    path = tmp_path / "base.sql"
    columns = "id, title, introtext, `fulltext`, state, catid, publish_up, access"
    path.write_text(
        f"""INSERT INTO j_content ({columns}, asset_id) VALUES (1,'A','Un.','',1,1,'',1,1),
        (2,'B','Deux.','',1,2,'',1,2), (3,'C','Trois.','',1,3,'',1,3),
        (4,'D','Quatre.','',1,1,'2222-01-01',1,4);
        INSERT INTO j_categories (id, title, published, access, asset_id) VALUES
        (1,'Éditos',1,1,5), (2,'Brouillons',0,1,6), (3,'Membres',1,2,7);
        INSERT INTO old_content ({columns}, sectionid) VALUES (5,'E','Cinq.','',1,1,'',0,1),
        (6,'F','Six.','',1,1,'',1,1);"""
    )
    drafts = {facts(outcome)["title"]: facts(outcome)["draft"] for outcome in outcomes(path)}
    assert drafts == {"A": False, "B": True, "C": True, "D": True, "E": False, "F": True}


def test_nodes_of_two_sites_and_their_translations_are_told_apart(tmp_path):
    path = tmp_path / "noeuds.json"
    node = {"type": [{"target_id": "article"}], "title": [{"value": "A"}], "nid": [{"value": 6}]}
    nodes = [
        node,
        node | {"uuid": [{"value": "ab"}]},
        node | {"uuid": [{"value": "cd"}]},
        node
        | {"uuid": [{"value": "cd"}]}
        | {"langcode": [{"value": "en"}], "default_langcode": [{"value": False}]},
    ]
    path.write_text(json.dumps(nodes))
    keys = [outcome.source_id for outcome in outcomes(path)]
    assert keys == ["drupal:node/6", "drupal:ab", "drupal:cd", "drupal:cd:en"]


def test_articles_without_a_number_are_not_taken_for_one_another(tmp_path):
    path = tmp_path / "base.sql"
    path.write_text(
        """INSERT INTO d_node (nid, vid, type, title, status) VALUES ('',1,'story','A',1),
        (NULL,2,'story','B',1);
        INSERT INTO j_content (id, title, introtext, `fulltext`, state, catid) VALUES
        ('','C','Trois.','',1,1);
        INSERT INTO s_articles (id_article, titre, texte, statut) VALUES ('','D','Quatre.','publie');"""
    )
    assert [outcome.source_id for outcome in outcomes(path)] == [""] * 4


def test_a_node_nested_beyond_all_reading_leaves_the_others_whole(tmp_path):
    path = tmp_path / "noeuds.xml"
    node = "<node><nid>{}</nid><title>{}</title><body>{}</body><status>1</status></node>"
    deep = "<a>" * 1500 + "</a>" * 1500
    nodes = [node.format(1, "A", "Un."), node.format(2, "B", deep), node.format(3, "C", "Trois.")]
    path.write_text(f"<node_export>{''.join(nodes)}</node_export>")
    first, nested, last = map(facts, outcomes(path))
    assert (first["title"], last["title"]) == ("A", "C") and "journal" in nested["rejected"]
    path.write_text(f"<node_export>{''.join(nodes[:1])}<node><nid>2</nid><title>B")
    first, rest = map(facts, outcomes(path))
    assert first["title"] == "A" and "avant sa fin" in rest["rejected"]


def test_what_a_node_opens_and_never_closes_takes_no_time(tmp_path):
    path = tmp_path / "noeuds.json"
    bodies = ["Un." + "[[{" * 100_000, 'Deux. [[{"type": "media", "list": [{"a": []}]}]]']
    nodes = [{"nid": "1", "title": "A", "body": body, "status": 1} for body in bodies]
    path.write_text(json.dumps(nodes))
    odd, whole = map(facts, outcomes(path, "drupal"))
    assert "Un." in odd["html"] and whole["html"] == "<p>Deux.</p>"
