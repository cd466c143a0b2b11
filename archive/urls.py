"""The site's table of contents: sections, with an example above each dynamic address."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path, register_converter

from archive import feeds, opensearch, spreadsheet
from archive.api import api
from archive.views import article, browse, completing, desk, errors, health, search


class Year:
    regex = "[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04}".format)


class Month:
    regex = "0[1-9]|1[0-2]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02}".format)


register_converter(Year, "year")
register_converter(Month, "month")

browsing = [
    path("", browse.home, name="home"),
    # /2001/
    path("<year:year>/", browse.year, name="year"),
    # /2001/02/
    path("<year:year>/<month:month>/", browse.month, name="month"),
    path("undated/", browse.undated, name="undated"),
    path("authors/", browse.authors, name="authors"),
    # /authors/claire-abgrall/
    path("authors/<slug:slug>/", browse.author, name="author"),
    path("publications/", browse.publications, name="publications"),
    # /publications/ligne-ouverte/
    path("publications/<slug:slug>/", browse.publication, name="publication"),
    path("tags/", browse.tags, name="tags"),
    # /tags/qualite-de-service/
    path("tags/<slug:slug>/", browse.tag, name="tag"),
    # /editorials/12/
    path("editorials/<int:number>/", article.article),
    # /editorials/12/la-voix-du-client/
    path("editorials/<int:number>/<slug:slug>/", article.article, name="article"),
    # /search/?q=accueil&tag=formation
    path("search/", search.search, name="search"),
    path("search/help/", search.help_page, name="search_help"),
    # /search/complete?q=accu
    path("search/complete", completing.complete, name="search_complete"),
    path("language/", browse.choose_language, name="language"),
]

machines = [
    # /search/feed/?q=accueil
    path("search/feed/", feeds.search, name="search_feed"),
    # /search/results.csv?q=accueil
    path("search/results.csv", spreadsheet.results, name="search_csv"),
    path("feeds/", feeds.newest, name="feeds"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    # /api/v1/search?q=accueil /api/v1/editorials/12
    path("api/v1/", api.urls),
    path("healthz", health.health, name="health"),
]

editing = [
    path("desk/searches/", desk.searches, name="searches"),
    # /desk/captures/7/
    path("desk/captures/<int:number>/", desk.capture, name="capture"),
    path("login/", auth.LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]

urlpatterns = [path("", include(browsing)), path("", include(machines)), path("", include(editing))]

handler404 = errors.not_found
