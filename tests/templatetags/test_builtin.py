"""Django's own tags do what they did, though what never changes is looked up once."""

import pytest
from django.template import Context, TemplateDoesNotExist, engines
from django.urls import NoReverseMatch, clear_script_prefix, set_script_prefix
from django.utils import translation

from archive.views.search.addresses import search_path

PARTS = {
    "root.html": "{% block title %}root{% endblock %}: {% block text %}{% endblock %}",
    "child.html": '{% extends "root.html" %}{% block title %}{{ block.super }} > child{% endblock %}',
    "grandchild.html": '{% extends "child.html" %}{% block text %}{{ text }}{% endblock %}',
    "_named.html": "{{ name }}-{{ other }}{% cycle ';' ',' %}",
}


@pytest.fixture
def rendered():
    """Return what makes a page of a template; others that it names are PARTS."""
    engine = engines["django"].engine
    own = engine.template_loaders
    locmem = ("django.template.loaders.locmem.Loader", PARTS)
    engine.template_loaders = [engine.find_template_loader(locmem)]
    yield lambda source, **values: engine.from_string(source).render(Context(values))
    engine.template_loaders = own


def test_a_template_extends_one_that_extends_another(rendered):
    page = "{% extends 'grandchild.html' %}{% block text %}<{{ block.super }}>{% endblock %}"
    for text in ("one", "two"):
        assert rendered(page, text=text) == f"root &gt; child: <{text}>".replace("&gt;", ">")


def test_a_part_has_what_is_around_it_and_values_of_its_own(rendered):
    page = (
        "{% for name in names %}{% include '_named.html' with other=name|upper %}"
        "{% endfor %}{{ other }}{% include '_named.html' with name='z' only %}"
    )
    for other in ("a", "b"):
        assert rendered(page, names=["x", "y"], other=other) == f"x-X;y-Y;{other}z-;"


def test_which_part_is_included_may_depend_on_the_page(rendered):
    with pytest.raises(TemplateDoesNotExist):
        rendered("{% include '_lost.html' %}")
    assert rendered("{% include part %}", part="_named.html", name="x") == "x-;"


@pytest.fixture
def below():
    """Have the site answer below another address, as its server tells it."""
    set_script_prefix("/archives/")
    yield
    clear_script_prefix()


def test_an_address_is_that_of_a_site_below_another(rendered, request):
    source = "{% load archive %}{% fixed %}{% url 'search' %} {% endfixed %}{% url 'search' %}"
    page = engines["django"].engine.from_string(source)
    assert page.render(Context()) == "/search/ /search/" and search_path() == "/search/"
    request.getfixturevalue("below")
    assert page.render(Context()) == "/archives/search/ /archives/search/"
    assert search_path() == "/archives/search/"


def test_an_address_of_no_page_is_an_error(rendered):
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nowhere' %}")
    assert rendered("{% url 'nowhere' as lost %}-{{ lost }}-") == "--"


def in_language(template, language, **names):
    with translation.override(language):
        return template.render(names)


def test_words_are_said_in_whichever_language_is_read():
    template = engines["django"].from_string('{% load i18n %}{% translate "Recherche" %}')
    languages = ("fr", "en", "fr")
    words = [in_language(template, language) for language in languages]
    assert words == ["Recherche", "Search", "Recherche"]


def test_words_are_kept_under_a_name():
    source = '{% load i18n %}{% translate "Recherche" as word %}{{ word }} {{ word|lower }}'
    template = engines["django"].from_string(source)
    assert in_language(template, "en") == in_language(template, "en") == "Search search"


def test_a_sentence_with_a_value_says_each_value():
    source = "{% load i18n %}{% blocktranslate %}Page {{ number }}{% endblocktranslate %}"
    template = engines["django"].from_string(source)
    sentences = [in_language(template, "fr", number=number) for number in (1, 2)]
    assert sentences == ["Page 1", "Page 2"]


def test_what_is_translated_of_a_variable_is_its_value():
    template = engines["django"].from_string("{% load i18n %}{% translate word %}")
    words = [in_language(template, "fr", word=word) for word in ("un", "deux")]
    assert words == ["un", "deux"]
