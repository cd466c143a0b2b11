"""The site's table of contents: sections, with an example above each dynamic address."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView

from archive import (
    browser_search,
    concepts,
    feeds,
    security_contact,
    sitemaps,
    spreadsheet,
    takeaway,
)
from archive.address_parts import register
from archive.api import api
from archive.mcp import mcp
from archive.oai import oai
from archive.sru import sru
from archive.views import (
    article,
    choices,
    cited_by,
    citing,
    errors,
    following,
    health,
    house,
    identifiers,
    letters,
    manifests,
    metrics,
    pictures,
    programs,
    refusals,
    trust,
)
from archive.views.accounts import links, login, own, tokens
from archive.views.accounts import people as account_holders
from archive.views.browse import (
    almanac,
    chance,
    home,
    indexes,
    names,
    people,
    selections,
    shelf,
)
from archive.views.browse.comparing import pages as comparing
from archive.views.browse.issues import pages as issue_pages
from archive.views.browse.periods import pages as periods
from archive.views.desk import (
    authorities,
    board,
    captures,
    corrections,
    curating,
    doubts,
    history,
    import_items,
    import_rules,
    imports,
    likenesses,
    missing_tags,
    newsletters,
    pasting,
    proposals,
    provenance,
    references,
    requests,
    retagging,
    returning,
    saved_lists,
    scans,
    schedules,
    searches,
    selection,
    settling,
    sheets,
    steering,
    steering_files,
    table_columns,
    tagging,
    transfers,
    trash,
    twins,
    versions,
    vocabulary,
    work,
    writing,
)
from archive.views.desk import issues as desk_issues
from archive.views.desk import letters as desk_letters
from archive.views.search import completing, search
from archive.views.words import concordance, reuse
from archive.views.words import page as word_curves
from archive.views.words import vocabulary as vocabulary_of_texts

register()

# Which of two kinds of authorities an address is of.
MAGAZINES = {"kind": authorities.PUBLICATIONS}
PEOPLE = {"kind": authorities.AUTHORS}

browsing: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    # /1990s/
    path("<decade:decade>/", periods.decade, name="decade"),
    # /2001/
    path("<year:year>/", periods.year, name="year"),
    # /2001/02/
    path("<year:year>/<month:month>/", periods.month, name="month"),
    # /2001/02/12/
    path("<year:year>/<month:month>/<day:day>/", periods.day, name="day"),
    path("calendar/", almanac.days_of_year, name="calendar"),
    # /calendar/02/12/
    path("calendar/<month:month>/<day:day>/", almanac.day_of_year, name="day_of_year"),
    path("undated/", home.undated, name="undated"),
    path("random/", chance.random, name="random"),
    # /compare/?author=claire-abgrall&author=luc-d-astree
    path("compare/", comparing.compare, name="compare"),
    path("authors/", indexes.authors, name="authors"),
    # /authors/claire-abgrall/
    path("authors/<slug:slug>/", names.author, name="author"),
    path("publications/", indexes.publications, name="publications"),
    # /publications/ligne-ouverte/
    path("publications/<slug:slug>/", names.publication, name="publication"),
    # /publications/ligne-ouverte/36/
    path("publications/<slug:slug>/<str:printed>/", issue_pages.issue_page, name="issue"),
    path("publications/<slug:slug>/<str:printed>/cover.jpg", issue_pages.cover, name="cover"),
    path("tags/", indexes.tags, name="tags"),
    # /tags/qualite-de-service/ /tags/formation+qualite-de-service/
    path("tags/<slugs:slugs>/", names.tag, name="tag"),
    # /people/?kind=person&letter=B
    path("people/", people.people, name="people"),
    # /people/martine-chassagne/
    path("people/<slug:slug>/", people.sheet, name="sheet"),
    path("selections/", selections.selections, name="selections"),
    # /selections/trente-ans-d-accueil/
    path("selections/<slug:slug>/", selections.selection, name="selection_page"),
    # /shelf/?ids=12,15.p-la-voix-du-client
    path("shelf/", shelf.shelf, name="shelf"),
    # /shelf/shelf.epub?ids=12,15
    path("shelf/shelf.<slug:ending>", shelf.export, name="shelf_export"),
    # /editorials/12/
    path("editorials/<int:number>/", article.article),
    # /editorials/12/letters/
    path("editorials/<int:number>/letters/", letters.of_editorial),
    path("editorials/<int:number>/letters/feed/", letters.feed_of_editorial),
    # /editorials/12/la-voix-du-client/letters/
    path("editorials/<int:number>/<slug:slug>/letters/", letters.of_editorial, name="letters"),
    # /editorials/12/la-voix-du-client/letters/feed/
    path(
        "editorials/<int:number>/<slug:slug>/letters/feed/",
        letters.feed_of_editorial,
        name="letters_feed",
    ),
    # /editorials/12/la-voix-du-client/letters/thanks/
    path(
        "editorials/<int:number>/<slug:slug>/letters/thanks/", letters.thanks, name="letter_thanks"
    ),
    # /editorials/12/la-voix-du-client/citing/
    path("editorials/<int:number>/<slug:slug>/citing/", cited_by.cited_by, name="cited_by"),
    # /editorials/12/la-voix-du-client/reuse/
    path("editorials/<int:number>/<slug:slug>/reuse/", reuse.of_editorial, name="reuse"),
    path("letters/", letters.newest, name="newest_letters"),
    path("letters/feed/", letters.feed, name="newest_letters_feed"),
    # /editorials/12/citation/?paragraph=p-la-voix-du-client
    path("editorials/<int:number>/citation/", citing.cite, name="cite"),
    # /editorials/12/la-voix-du-client/
    path("editorials/<int:number>/<slug:slug>/", article.article, name="article"),
    # /editorials/12/citation.bib
    path("editorials/<int:number>/citation.<slug:ending>", citing.citation, name="citation"),
    # /editorials/12/pictures/HASH-960.jpg
    path(
        "editorials/<int:number>/pictures/<slug:sha256>-<int:width>.jpg",
        pictures.picture,
        name="picture",
    ),
    path("editorials/<int:number>/card.png", article.card, name="card"),
    # /search/?q=accueil&tag=formation
    path("search/", search.search, name="search"),
    path("search/help/", search.help_page, name="search_help"),
    # /search/complete?q=accu
    path("search/complete", completing.complete, name="search_complete"),
    # /words/?word=accueil&word="centre d’appels"&by=year&measure=per10000
    path("words/", word_curves.words, name="words"),
    # /words/lines/?word=accueil&when=2004&sort=left
    path("words/lines/", concordance.concordance, name="concordance"),
    # /words/changes/?split=2010&publication=decroche
    path("words/changes/", vocabulary_of_texts.changes, name="word_changes"),
    # /words/own/?author=luc-d-astree
    path("words/own/", vocabulary_of_texts.own, name="own_words"),
    # /words/returning/?publication=decroche&month=9
    path("words/returning/", reuse.returning, name="returning"),
    path("words/lines.csv", concordance.table, name="concordance_csv"),
    path("trust/", trust.trust, name="trust"),
    # /follow/?q=accueil&tag=formation /follow/?what=letter
    path("follow/", following.follow, name="follow"),
    path("follow/asked/", following.asked, name="follow_asked"),
    # Both are of signed links, which mails bear.
    path("follow/confirm/<str:token>/", following.confirm, name="follow_confirm"),
    path("follow/stop/<str:token>/", following.stop, name="follow_stop"),
    path("about/", house.page, {"name": "about"}, name="about"),
    path("contact/", house.page, {"name": "contact"}, name="contact"),
    path("legal/", house.page, {"name": "legal"}, name="legal"),
    path("privacy/", house.page, {"name": "privacy"}, name="privacy"),
    path("accessibility/", house.page, {"name": "accessibility"}, name="accessibility"),
    path("language/", choices.language, name="language"),
    path("theme/", choices.theme, name="theme"),
    path("news/", choices.news, name="news"),
]

machines: list[URLPattern | URLResolver] = [
    # /search/feed/?q=accueil
    path("search/feed/", feeds.search, name="search_feed"),
    # /search/results.csv?q=accueil
    path("search/results.csv", spreadsheet.results, name="search_csv"),
    # /search/results.epub?q=accueil
    path("search/results.<slug:ending>", takeaway.results, name="search_file"),
    # /selections/trente-ans-d-accueil/selection.bib
    path(
        "selections/<slug:slug>/selection.<slug:ending>", takeaway.selection, name="selection_file"
    ),
    path("feeds/", feeds.newest, name="feeds"),
    # /selections/trente-ans-d-accueil/feed/
    path("selections/<slug:slug>/feed/", feeds.selection, name="selection_feed"),
    # /editorials/12/manifest.json
    path("editorials/<int:number>/manifest.json", manifests.of_editorial, name="manifest_of"),
    # /publications/ligne-ouverte/36/manifest.json
    path(
        "publications/<slug:slug>/<str:printed>/manifest.json",
        manifests.of_issue,
        name="manifest_of_issue",
    ),
    path(
        "publications/<slug:slug>/<str:printed>/cover/canvas.json",
        manifests.cover_canvas,
        name="cover_canvas",
    ),
    # /editorials/12/pictures/HASH
    path(
        "editorials/<int:number>/pictures/<slug:sha256>",
        manifests.service,
        name="image_service",
    ),
    path(
        "editorials/<int:number>/pictures/<slug:sha256>/canvas.json",
        manifests.canvas,
        name="canvas",
    ),
    path(
        "editorials/<int:number>/pictures/<slug:sha256>/info.json",
        manifests.info,
        name="image_info",
    ),
    # /editorials/12/pictures/HASH/full/960,640/0/default.jpg
    path(
        "editorials/<int:number>/pictures/<slug:sha256>/full/<str:asked>/0/default.jpg",
        manifests.image,
        name="image",
    ),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    # /sitemaps/editorials-3.xml
    path("sitemaps/<slug:section>-<int:number>.xml", sitemaps.part, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", house.favicon),
    path("manifest.webmanifest", house.manifest, name="manifest"),
    path("look/look.css", house.look_css, name="look_css"),
    # /look/logo.svg
    path("look/<str:file>", house.picture, name="look_picture"),
    path(".well-known/security.txt", security_contact.security_txt, name="security_txt"),
    # By what the asker prefers it leads to /vocabulary.ttl, .rdf, .jsonld or /tags/.
    path("vocabulary", concepts.vocabulary, name="vocabulary"),
    path("vocabulary.<slug:ending>", concepts.vocabulary_file, name="vocabulary_file"),
    # /oai?verb=ListRecords&metadataPrefix=oai_dc
    path("oai", oai, name="oai"),
    # /unapi?id=12&format=ris
    path("unapi", citing.unapi, name="unapi"),
    # /sru?query=dc.title%3Dvoix&maximumRecords=20
    path("sru", sru, name="sru"),
    # /ark:12345/e12 and, as of old, /ark:/12345/e12
    re_path(r"^ark:/?(?P<naan>[^/]+)/(?P<name>[^/]+/?)$", identifiers.ark, name="ark"),
    path("opensearch.xml", browser_search.description, name="opensearch"),
    # /api/v1/search?q=accueil /api/v1/editorials/12
    path("api/v1/docs", programs.docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("mcp", mcp, name="mcp"),
    path("healthz", health.health, name="health"),
    path("readyz", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]

editing: list[URLPattern | URLResolver] = [
    path("desk/", board.board, name="desk"),
    # /desk/todo/untagged/?publication=en-contact
    path("desk/todo/<slug:name>/", board.worklist, name="worklist"),
    # /desk/lists/?tag=formation /desk/lists/?list=untagged&year=2001
    path("desk/lists/", saved_lists.saved_lists, name="saved_lists"),
    # /desk/lists/3/
    path("desk/lists/<int:number>/", saved_lists.saved_list, name="saved_list"),
    path("desk/schedule/", schedules.schedules, name="schedules"),
    path("desk/work/", work.work, name="work"),
    path("desk/trash/", trash.contents, name="trash"),
    path("desk/tagging/", tagging.begin, name="tag_begin"),
    # /desk/tagging/complete?q=form
    path("desk/tagging/complete", tagging.complete, name="tag_complete"),
    # /desk/tagging/12/?list=untagged
    path("desk/tagging/<int:number>/", tagging.of_editorial, name="tag_editorial"),
    # /desk/vocabulary.csv /desk/vocabulary.rdf
    path("desk/vocabulary.<slug:ending>", vocabulary.export_file, name="desk_vocabulary"),
    path("desk/vocabulary/import/", vocabulary.import_file, name="desk_tags_import"),
    # /desk/vocabulary/twins/?after=3
    path("desk/vocabulary/twins/", twins.triage, name="desk_twins"),
    path("desk/vocabulary/tree/", vocabulary.tree, name="desk_tag_tree"),
    # /desk/tags/?once
    path("desk/tags/", vocabulary.tags, name="desk_tags"),
    # /desk/tags/formation/
    path("desk/tags/<slug:slug>/", vocabulary.tag, name="desk_tag"),
    # /desk/tags/formation/missing/
    path("desk/tags/<slug:slug>/missing/", missing_tags.missing, name="desk_tag_missing"),
    # /desk/tags/formation/merge/?into=Apprentissage
    path("desk/tags/<slug:slug>/merge/", retagging.merge, name="desk_tag_merge"),
    # /desk/tags/formation/split/?keep=3&keep=7&name=Apprentissage&preview=1
    path("desk/tags/<slug:slug>/split/", retagging.split, name="desk_tag_split"),
    path("desk/tags/<slug:slug>/delete/", retagging.delete, name="desk_tag_delete"),
    # /desk/people/?like=octo
    path("desk/people/", sheets.sheets, name="desk_sheets"),
    # /desk/people/octophone/
    path("desk/people/<slug:slug>/", sheets.sheet, name="desk_sheet"),
    # /desk/publications/?like=lib
    path("desk/publications/", authorities.authorities, MAGAZINES, name="desk_publications"),
    # /desk/publications/decroche/
    path(
        "desk/publications/<slug:slug>/", authorities.authority, MAGAZINES, name="desk_publication"
    ),
    # /desk/publications/decroche/merge/?into=Raccroché
    path(
        "desk/publications/<slug:slug>/merge/",
        transfers.merge,
        MAGAZINES,
        name="desk_publication_merge",
    ),
    # /desk/publications/decroche/split/?since=1998&until=2004&all=1&name=Raccroché&preview=1
    path(
        "desk/publications/<slug:slug>/split/",
        transfers.split,
        MAGAZINES,
        name="desk_publication_split",
    ),
    # /desk/publications/decroche/issues/
    path("desk/publications/<slug:slug>/issues/", desk_issues.issues, name="desk_issues"),
    # /desk/publications/decroche/issue/?number=36
    path("desk/publications/<slug:slug>/issue/", desk_issues.issue, name="desk_issue"),
    # /desk/authors/?like=dup
    path("desk/authors/", authorities.authorities, PEOPLE, name="desk_authors"),
    # /desk/authors/jean-dupont/
    path("desk/authors/<slug:slug>/", authorities.authority, PEOPLE, name="desk_author"),
    # /desk/authors/j-dupont/merge/?into=Jean+Dupont
    path("desk/authors/<slug:slug>/merge/", transfers.merge, PEOPLE, name="desk_author_merge"),
    # /desk/authors/jean-dupont/split/?printed=J.+Dupont&all=1&name=Jules+Dupont&preview=1
    path("desk/authors/<slug:slug>/split/", transfers.split, PEOPLE, name="desk_author_split"),
    path("desk/likenesses/", likenesses.likenesses, name="likenesses"),
    # /desk/likenesses/3/
    path("desk/likenesses/<int:number>/", likenesses.likeness, name="likeness"),
    # /desk/references/?state=open&publication=decroche
    path("desk/references/", references.references, name="desk_references"),
    path("desk/references/<int:number>/", references.settle, name="settle_reference"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    # /desk/proposals/3/
    path("desk/proposals/<int:number>/", proposals.proposal, name="proposal"),
    # /desk/letters/?state=refused
    path("desk/letters/", desk_letters.letters, name="desk_letters"),
    # /desk/letters/3/
    path("desk/letters/<int:number>/", desk_letters.letter, name="desk_letter"),
    path("desk/doubts/", doubts.begin, name="doubts_begin"),
    # /desk/doubts/together/?kind=date:guess&import=3
    path("desk/doubts/together/", settling.together, name="doubts_together"),
    # /desk/doubts/12/
    path("desk/doubts/<int:number>/", doubts.of_editorial, name="doubts"),
    # /desk/editorials/12/
    path("desk/editorials/<int:number>/", corrections.correct, name="correct"),
    # /desk/editorials/new/?manuscript=3
    path("desk/editorials/new/", writing.new, name="write"),
    # /desk/editorials/12/write/
    path("desk/editorials/<int:number>/write/", writing.existing, name="rewrite"),
    # /desk/editorials/12/schedule/
    path("desk/editorials/<int:number>/schedule/", schedules.of_editorial, name="schedule"),
    # /desk/editorials/12/trash/
    path("desk/editorials/<int:number>/trash/", trash.discard, name="discard"),
    # /desk/editorials/12/versions/?from=7&to=9
    path("desk/editorials/<int:number>/versions/", versions.compare, name="versions"),
    path("desk/editorials/paste", pasting.paste, name="paste"),
    # /desk/date?q=12 fév 2001
    path("desk/date", corrections.date, name="read_date"),
    # /desk/selection/?tag=formation&without=3,7&set-add=accueil&preview=1
    path("desk/selection/", selection.selection, name="selection"),
    # /desk/selection.csv?tag=formation&without=3
    path("desk/selection.csv", returning.table, name="selection_table"),
    path("desk/selection/returned/", returning.returned, name="selection_returned"),
    # /desk/selection/into/?tag=formation&without=3 /desk/selection/into/?editorial=12
    path("desk/selection/into/", curating.into, name="selection_into"),
    path("desk/selections/", curating.selections, name="desk_selections"),
    # /desk/selections/trente-ans-d-accueil/
    path("desk/selections/<slug:slug>/", curating.selection, name="desk_selection"),
    path("desk/operations/", history.operations, name="operations"),
    # /feeds/operations/?key=…: by the key rather than by who is logged in
    path("feeds/operations/", history.feed, name="operations_feed"),
    # /desk/operations/7/
    path("desk/operations/<int:number>/", history.operation, name="operation"),
    # /desk/editorials/12/history/
    path("desk/editorials/<int:number>/history/", history.of_editorial, name="editorial_history"),
    path("desk/imports/", imports.imports, name="imports"),
    # /desk/imports/3/
    path("desk/imports/<int:number>/", imports.event, name="import"),
    # /desk/imports/rules/?rule=2
    path("desk/imports/rules/", import_rules.rules, name="import_rules"),
    # /desk/imports/sent/4/
    path("desk/imports/sent/<int:number>/", imports.upload, name="upload"),
    # /desk/imports/sent/4/columns/?table=9f86d081884c7d65
    path("desk/imports/sent/<int:number>/columns/", table_columns.columns, name="columns"),
    # /desk/imports/sent/4/12/
    path("desk/imports/sent/<int:number>/<int:place>/", import_items.item, name="upload_item"),
    # /desk/editorials/12/provenance/?capture=7&again=1
    path("desk/editorials/<int:number>/provenance/", provenance.provenance, name="provenance"),
    # /desk/search/?list=pins
    path("desk/search/", steering.lists, name="steering"),
    path("desk/search/equivalents.csv", steering_files.export_file, name="equivalents_csv"),
    path("desk/search/import/", steering_files.import_file, name="equivalents_import"),
    path("desk/searches/", searches.searches, name="searches"),
    # /desk/newsletters/?tag=formation
    path("desk/newsletters/", newsletters.newsletters, name="newsletters"),
    # /desk/requests/?page=2
    path("desk/requests/", requests.granted, name="requests"),
    # /desk/captures/7/
    path("desk/captures/<int:number>/", captures.capture, name="capture"),
    # /desk/captures/12/pages/3.jpg
    path("desk/captures/<int:number>/pages/<int:page>.jpg", scans.page, name="capture_page"),
    path("desk/account/", own.account, name="account"),
    path("desk/account/password/", own.password, name="account_password"),
    path("desk/account/address/", own.address, name="account_address"),
    path("desk/account/second-factor/", own.factor, name="account_factor"),
    path("desk/account/second-factor/new/", own.factor_new, name="account_factor_new"),
    path("desk/account/sessions/", own.end_sessions, name="account_sessions"),
    path("desk/account/tokens/", tokens.tokens, name="account_tokens"),
    path("desk/account/tokens/revoke/", tokens.revoke, name="account_token_revoke"),
    path("desk/accounts/", account_holders.accounts, name="accounts"),
    # /desk/accounts/events/?kind=failure
    path("desk/accounts/events/", account_holders.events, name="account_events"),
    # /desk/accounts/3/
    path("desk/accounts/<int:number>/", account_holders.account_of, name="account_of"),
    path("login/", login.login, name="login"),
    path("login/code/", login.code, name="login_code"),
    path("login/set-up/", login.set_up, name="login_set_up"),
    path("login/forgotten/", links.forgotten, name="login_forgotten"),
    # /login/link/nbBRnvqIzz3h2pGq…/
    path("login/link/<str:token>/", links.link, name="login_link"),
    path("logout/", LogoutView.as_view(), name="logout"),
    # Django's admin has no door and no passwords of its own: both would pass by the second factor.
    path("admin/login/", login.admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_password")),
    path("admin/", admin.site.urls),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(browsing)),
    path("", include(machines)),
    path("", include(editing)),
]

handler404 = errors.not_found
handler500 = refusals.broken
