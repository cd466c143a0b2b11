# shellcheck shell=sh
# What ./run and ./test share, to be read from the repository's folder: a Python fit for the site, and an
# environment in .venv that holds a lock's packages.

fail() {
    echo "$*" >&2
    exit 1
}

# Exits with 0 for a fit Python, 3 for an old one, 4 for one that cannot make environments; prints its version.
probe='
import sys
print("%d.%d.%d" % sys.version_info[:3])
if sys.version_info < (3, 11):
    sys.exit(3)
try:
    import ensurepip, venv
except ImportError:
    sys.exit(4)'

# Sets $python: the environment's own where there is one, else the first fit one on the PATH.
find_python() {
    old='' bare=''
    for python in .venv/bin/python python3 python3.13 python3.12 python3.11 python3.14 python; do
        found=0
        version=$("$python" -c "$probe" 2>/dev/null) || found=$?
        case $found in
            0) return ;;
            3) old=${old:-$version} ;;
            4) bare=${bare:-$version} ;;
        esac
    done
    if [ -n "$bare" ]; then
        fail "Python $bare lacks its venv module: install it (Debian, Ubuntu: apt install python${bare%.*}-venv), then run this again."
    fi
    fail "Python 3.11 or newer is needed, and ${old:+only }${old:-none} was found: install one from your system's packages or python.org."
}

# Waits until no other ./run or ./test prepares this folder. The turn lasts until `end_turn` or the end of the process: the
# lock belongs to the open file, so that no stale one can stay behind.
take_turn() {
    exec 9<bootstrap.sh
    "$python" -c 'import fcntl; fcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB)' <&9 2>/dev/null && return
    echo "Another ./run or ./test prepares this folder: waiting for it."
    "$python" -c 'import fcntl; fcntl.flock(0, fcntl.LOCK_EX)' <&9 2>/dev/null ||
        fail "Another ./run or ./test makes .venv anew: run this again when it is done."
}

end_turn() {
    exec 9<&-
}

# The stamps are copies of the locks, requirements.txt written last: without it an installation was cut short.
holds() {
    [ "$python" = .venv/bin/python ] && cmp -s requirements.txt .venv/requirements.txt && cmp -s "$1" ".venv/$1"
}

install() {
    "$python" -m pip install -qq --disable-pip-version-check --require-hashes "$@" ||
        fail "The packages could not be installed, for the reason above: mend it (the network?), then run this again."
}

# Makes .venv hold the packages of the lock $1, which is requirements.txt or includes it, and sets $python to its Python.
environment() {
    find_python # again: while this waited for its turn, .venv may have come or gone
    if holds "$1"; then
        return
    fi
    echo "Installing the packages of $1 into .venv (once, about a minute)."
    if [ "$python" != .venv/bin/python ] || [ ! -f .venv/requirements.txt ]; then
        "$python" -m venv --clear .venv || fail "The environment .venv could not be made, for the reason above."
        python=.venv/bin/python
    fi
    rm -f .venv/requirements.txt .venv/requirements-dev.txt
    install -r requirements-build.txt # django-haystack comes as source: what builds it is locked as well
    install --no-build-isolation -r "$1"
    cp "$1" .venv/
    cp requirements.txt .venv/
}

# Adds to .venv the packages of the lock $1, which stands beside requirements.txt and is for those alone who ask for it.
addition() {
    if cmp -s "$1" ".venv/$1"; then
        return
    fi
    echo "Installing the packages of $1 into .venv (once, a few seconds)."
    rm -f ".venv/$1"
    install -r "$1"
    cp "$1" .venv/
}

# Adds what the addresses of the environment ask for: the driver of a database that is not SQLite, of a store that is no
# folder, the client of a cluster.
additions() {
    case ${DATABASE_URL:-} in
        postgres://* | postgresql://*) addition requirements-postgres.txt ;;
    esac
    case ${CAPTURES_URL:-} in
        s3:* | s3+http:*) addition requirements-s3.txt ;;
    esac
    case ${ARCHIVE_SEARCH_URL:-} in
        opensearch://* | opensearch+https://*) addition requirements-opensearch.txt ;;
    esac
}
