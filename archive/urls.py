"""The site's table of contents: sections, with an example above each dynamic address."""

from django.urls import URLPattern, URLResolver, include, path, re_path

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
from archive.views.accounts import urls as accounts
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
from archive.views.desk import urls as desk
from archive.views.search import completing, search
from archive.views.words import concordance, reuse
from archive.views.words import page as word_curves
from archive.views.words import vocabulary as vocabulary_of_texts

register()

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

editing: list[URLPattern | URLResolver] = [*desk.addresses, *accounts.addresses]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(browsing)),
    path("", include(machines)),
    path("", include(editing)),
]

handler404 = errors.not_found
handler500 = refusals.broken
