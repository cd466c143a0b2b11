--
-- PostgreSQL database dump
--

-- Dumped from database version 15.4

SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE public.node (
    nid integer NOT NULL,
    vid integer,
    type character varying(32) NOT NULL,
    uuid character varying(128) NOT NULL,
    langcode character varying(12) NOT NULL
);

COPY public.comment_field_data (cid, comment_type, langcode, status, pid, entity_id, uid, subject, name, created, entity_type, field_name) FROM stdin;
1	comment	fr	1	\N	2	0	x	Eva	1700000000	node	comment
\.

COPY public.comment__comment_body (bundle, deleted, entity_id, revision_id, langcode, delta, comment_body_value, comment_body_format) FROM stdin;
comment	0	1	1	fr	0	<p>Entendu.</p>	basic_html
\.

COPY public.config (collection, name, data) FROM stdin;
	system.site	a:3:{s:4:"uuid";s:1:"x";s:4:"name";s:6:"Le Fil";s:4:"mail";s:0:"";}
\.

COPY public.node (nid, vid, type, uuid, langcode) FROM stdin;
2	5	article	u-2	fr
\.

COPY public.node__body (bundle, deleted, entity_id, revision_id, langcode, delta, body_value, body_summary, body_format) FROM stdin;
article	0	2	5	fr	0	<p>Entre deux appels, un silence.</p>\r\n<drupal-media data-entity-uuid="x"></drupal-media>\n<p>Le silence\tse facture.</p>		basic_html
article	0	2	5	en	0	<p>Between two calls, a silence.</p>		basic_html
\.

COPY public.node_field_data (nid, vid, type, langcode, status, uid, title, created, changed, default_langcode) FROM stdin;
2	5	article	fr	1	4	Entre deux appels	1699900000	1699900000	1
2	5	article	en	1	4	Between two calls	1699900000	1699900000	0
\.

COPY public.taxonomy_index (nid, tid, status, sticky, created) FROM stdin;
2	1	1	0	1699900000
\.

COPY public.taxonomy_term_field_data (tid, revision_id, vid, langcode, status, name) FROM stdin;
1	1	tags	fr	1	silence
\.

COPY public.users_field_data (uid, langcode, name, mail) FROM stdin;
4	fr	Zoé Est	zoe@fil.example
\.
