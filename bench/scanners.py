"""What other people's scanners say of the site: schemathesis of the API, wapiti of every page that it finds.

    python -m venv scanners && scanners/bin/pip install schemathesis       # environments of their own: they
    python -m venv wapiti && wapiti/bin/pip install wapiti3                # agree neither with ours nor with each other
    python bench/scanners.py [--schemathesis scanners/bin/st] [--wapiti wapiti/bin/wapiti] [--minutes 10] [--seed 1]

The demonstration is served for them on this machine. Wapiti is run as a visitor and, with the session of a chief, at the desk,
each for half of its minutes. Exit status 1 where schemathesis finds a failure or wapiti a vulnerability.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import archives
from served import serving
from speed import row, table

# Against any server; `wapp`, `cms` and the like fetch lists from elsewhere and tell what a site is made of.
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,log4shell,methods,permanentxss,redirect,shellshock,sql,timesql,upload,xss,xxe"
# Those of schemathesis itself, and 414, which the server answers to an address that is too long.
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "414", "415", "422", "428", "429"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--schemathesis", default="", metavar="PROGRAM")
    parser.add_argument("--wapiti", default="", metavar="PROGRAM")
    parser.add_argument("--minutes", type=float, default=10, help="of each scanner")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = archives.FOLDER / "scanners"
    shutil.rmtree(folder, ignore_errors=True)
    is_well = True
    with serving(folder) as site:
        seconds = round(options.minutes * 60)
        if options.schemathesis:
            token = archives.apart(make_token)
            is_well &= schemathesis(options.schemathesis, site, seconds, options.seed, token)
        if options.wapiti:
            cookie = archives.apart(log_in)
            table("wapiti as", "addresses", "vulnerabilities", "anomalies", "additional")
            for who, start in (("visitor", ""), ("chief", "desk/")):
                report = folder / f"wapiti-{who}.json"
                session = f"sessionid={cookie}" if start else ""
                is_well &= wapiti(options.wapiti, f"{site}/{start}", seconds // 2, session, report)
    sys.exit(not is_well)


def log_in() -> str:
    """A chief's session on the archive that is served."""
    archives.open_archive("scanners")
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    chief = get_user_model().objects.create_superuser("chief", password="une phrase de scanner")
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def make_token() -> str:
    """The token of an editor who may write by the API of the archive that is served."""
    archives.open_archive("scanners")
    from django.contrib.auth import get_user_model

    from archive.models import AccessToken, Right

    writer = get_user_model().objects.create_superuser("program")
    rights = [right.value for right in Right]
    return AccessToken.objects.make(writer, "schemathesis", rights, days=1, limit=10_000_000)


def schemathesis(program: str, site: str, seconds: int, seed: int, token: str) -> bool:
    """Every operation of openapi.json, by every check but one; its own report is printed.

    Left out is that all which the schema lets pass is taken: it cannot say what a date in EDTF is,
    nor that a text is not empty once it is cleaned.
    """
    config = archives.FOLDER / "schemathesis.toml"
    config.write_text(f"[checks.negative_data_rejection]\nexpected-statuses = {REFUSALS}\n")
    command = [
        program,
        "--config-file",
        str(config),
        "run",
        f"{site}/api/v1/openapi.json",
        "--checks",
        "all",
        "--exclude-checks",
        "positive_data_acceptance",
        "--header",
        f"Authorization: Bearer {token}",
        "--seed",
        str(seed),
    ]
    bounds = ["--max-time", str(seconds), "--continue-on-failure", "--workers", "1", "--no-color"]
    return not subprocess.run([*command, *bounds]).returncode


def wapiti(program: str, start: str, seconds: int, session: str, report: Path) -> bool:
    """What can be reached from a page; True where nothing is found that can be misused."""
    command = [
        program,
        "-u",
        start,
        "--scope",
        "folder",
        "-m",
        MODULES,
        "--flush-session",
        "-v",
        "0",
    ]
    command += ["--max-scan-time", str(seconds), "--max-attack-time", str(max(20, seconds // 12))]
    # An address that ends what is scanned would have the rest scanned as a visitor.
    command += ["-x", f"{start}account/sessions/", "-f", "json", "-o", str(report)]
    if session:
        command += ["-H", f"Cookie: {session}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(report.read_text())
    counts = {kind: Counter({name: len(seen) for name, seen in told[kind].items() if seen}) for kind in ("vulnerabilities", "anomalies", "additionals")}  # fmt: skip
    row(
        "chief" if session else "visitor",
        told["infos"].get("crawled_pages_nbr", "?"),
        *(names(count) for count in counts.values()),
    )
    for kind in ("vulnerabilities", "anomalies"):
        for name, seen in told[kind].items():
            for one in seen[:5]:
                print(
                    f"  {name}: {one['method']} {one['path']} {one['parameter']}: {one['info'][:150]}"
                )
    return not counts["vulnerabilities"]


def names(counts: Counter) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "0"


if __name__ == "__main__":
    main()
