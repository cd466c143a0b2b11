# shellcheck shell=sh disable=SC2154
# What ./run and the command `editotheque` of an installed package share, to be read from the folder of manage.py: with
# $python, $host and $port it prepares the archive of ARCHIVE_DATA_DIR and serves it.

# Stops with one line where nothing can listen at $host and $port.
check_address() {
    "$python" - "$host" "$port" <<'END'
import errno, socket, sys

host, port = sys.argv[1:]
if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= 65535):
    sys.exit(f"PORT={port} is not a port: choose a number from 1 to 65535, as in PORT=8001 ./run")
try:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, int(port)))
except OSError as error:
    if error.errno == errno.EADDRINUSE:
        sys.exit(f"Port {port} is in use on {host}: stop what runs there, or choose another, as in PORT=8001 ./run")
    if error.errno == errno.EACCES:
        sys.exit(f"Port {port} is kept for the system: choose one above 1023, as in PORT=8000 ./run")
    sys.exit(f"HOST={host} is not an address of this machine ({error.strerror}).")
except TypeError:  # nor a name that could be one
    sys.exit(f"HOST={host} is not an address of this machine.")
END
}

# What the site writes is for its own user alone; an environment is for everybody.
prepare_archive() {
    umask 077
    "$python" manage.py prepare
}

serve() {
    set --
    case $host in
        *:*) host="[$host]" ;;
    esac
    export ALLOWED_HOSTS="${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1],$host}"
    if [ -w /dev/shm ]; then # the workers' heartbeat, in memory rather than on a slow disk
        set -- --worker-tmp-dir /dev/shm
    fi
    # Each of many threads would keep what its dearest answer took: 212 MB a worker rather than 142, in bench/load.py.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    export LOG_FORMAT="${LOG_FORMAT:-json}" # what a server tells, programs read
    export ARCHIVE_AT="http://$host:$port/" # gunicorn.conf.py tells it once it is
    processes=${WEB_CONCURRENCY:-2}
    threads=2 # of a process, which take turns: four answered a sixth fewer requests in bench/load.py
    case "${DATABASE_URL:-}${ARCHIVE_SEARCH_URL:-}" in
        *postgres*://* | *opensearch*://*) threads=4 ;; # who asks over a network waits, and another goes on
    esac
    # The site is loaded before the workers part, so that they share its memory (a fifth less of it in all).
    # archive/server.py says how long a request may take to come in, and how many may wait.
    exec "$python" -m gunicorn archive.wsgi --bind "$host:$port" --worker-class archive.server.Worker --workers "$processes" --threads $threads \
        --preload --no-control-socket --log-level warning "$@"
}
