"""Django's own tags, for all templates: what never changes is looked up once, not for each page.

A page extends one template, includes dozens, names a dozen addresses and says forty things in the
reader's language: that took a fifth of its time. Each tag does what Django's does, to which it
leaves whatever depends on the page.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django import template
from django.template import Context, Template, defaulttags, loader_tags
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, TokenType
from django.template.loader_tags import ExtendsNode
from django.templatetags import i18n
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = template.Library()


class SearchedNodes(NodeList):
    """The nodes of a template that others extend: its blocks are looked for once."""

    def __init__(self, nodes: NodeList):
        super().__init__(nodes)
        self._of_type: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        if nodetype not in self._of_type:
            self._of_type[nodetype] = super().get_nodes_by_type(nodetype)
        return self._of_type[nodetype]


class ChildNode(ExtendsNode):
    """A template that extends another."""

    def get_parent(self, context: Context) -> Template:
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, SearchedNodes):
            parent.nodelist = SearchedNodes(parent.nodelist)
        return parent


class PartNode(Node):
    """A template that is always included here, with values of its own beside those around it."""

    def __init__(self, name: str, values: Mapping[str, FilterExpression]):
        self._name, self._values = name, values
        self._part: Template | None = None

    def render(self, context: Context) -> str:
        if self._part is None:
            self._part = context.template.engine.get_template(self._name)  # type: ignore[union-attr]
        values = {name: value.resolve(context) for name, value in self._values.items()}
        with context.push(**values):
            return self._part.render(context)


class Locale(NamedTuple):
    """In what a page is rendered: the reader's language, and what the site stands below."""

    language: str | None
    site: str


def locale(context: Context) -> Locale:
    """Return in what a page is rendered: asked a hundred times a page, it is looked up once."""
    of_page = vars(context)
    if "locale" not in of_page:
        of_page["locale"] = Locale(get_language(), get_script_prefix())
    return of_page["locale"]


class AddressNode(Node):
    """The address of a page that there is one of."""

    def __init__(self, name: str):
        self._name = name
        self._addresses: dict[str, str] = {}

    def render(self, context: Context) -> str:
        site = locale(context).site
        if site not in self._addresses:
            self._addresses[site] = conditional_escape(reverse(self._name))
        return self._addresses[site]


class WordsNode(Node):
    """Words that are the same on each page in one language."""

    def __init__(self, node: i18n.TranslateNode | i18n.BlockTranslateNode):
        self._node = node
        self._words: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        key = (locale(context).language, context.autoescape)
        name = self._node.asvar
        if key not in self._words:
            words = self._node.render(context)
            self._words[key] = context[name] if name else words
        if not name:
            return self._words[key]
        context[name] = self._words[key]
        return ""


@register.tag
def load(parser: Parser, token: Token) -> Node:
    """Load libraries; of Django's `i18n` those tags that are done here are not taken.

    They are known by their functions and by the names in WORDS: `trans` and `blocktrans`, Django's
    older names, stay its own.
    """
    node = defaulttags.load(parser, token)
    for name, tag in WORDS.items():
        if parser.tags.get(name) in DJANGOS:
            parser.tags[name] = tag
    return node


def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    is_constant = isinstance(node, i18n.TranslateNode) and node.filter_expression.var.literal
    if is_constant and not (node.filter_expression.filters or node.message_context):
        return WordsNode(node)
    return node


def blocktranslate(parser: Parser, token: Token) -> Node:
    node = i18n.do_block_translate(parser, token)
    if node.extra_context or node.counter or node.message_context:
        return node
    if all(part.token_type == TokenType.TEXT for part in node.singular):
        return WordsNode(node)
    return node


WORDS = {"translate": translate, "blocktranslate": blocktranslate}
DJANGOS = (i18n.do_translate, i18n.do_block_translate)


@register.tag
def extends(parser: Parser, token: Token) -> ExtendsNode:
    node = loader_tags.do_extends(parser, token)
    return ChildNode(node.nodelist, node.parent_name, node.template_dirs)


@register.tag
def include(parser: Parser, token: Token) -> Node:
    node = loader_tags.do_include(parser, token)
    name = _constant(node.template)
    if not name or name.startswith(".") or node.isolated_context:
        return node
    return PartNode(name, node.extra_context)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = defaulttags.url(parser, token)
    name = _constant(node.view_name)
    # Which page of an application is meant may depend on the one that is shown.
    if not name or ":" in name or node.args or node.kwargs or node.asvar:
        return node
    return AddressNode(name)


def _constant(expression: FilterExpression) -> str:
    """Return the text that stands in quotation marks in a template; "" for what is no such."""
    if isinstance(expression.var, str) and not expression.filters:
        return expression.var
    return ""
