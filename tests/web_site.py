"""What tests say of a site of the web, and what they ask of it."""

from dataclasses import dataclass, field


@dataclass
class Page:
    """How a path answers. `head`: to HEAD, as to GET if None; `drip`: seconds between its bytes."""

    status: int = 200
    body: bytes = b"<p>Un texte.</p>"
    location: str = ""
    head: int | None = None
    drip: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[str]:
        """The methods by which a path was asked for."""
        return [method for method, asked in self.requests if asked == path]
