# Sourced by the other scripts: makes .venv from the locks in requirements/, once per change.
#   make_environment run|dev      then "$python" is its interpreter

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        command -v "$candidate"
        return
    done
    fail "Python 3.11 or newer is needed (Debian 12: apt-get install python3 python3-venv); or set PYTHON"
}

make_environment() {
    lock="requirements/$1.txt"
    environment="${WAXLIST_ENVIRONMENT:-.venv}"
    base=$(find_python) || exit 1
    python="$environment/bin/python"
    # Made again when a lock, the project's metadata or the interpreter changes; an environment for
    # development also serves to run.
    version=$("$base" -c 'import sys; print(sys.base_prefix, *sys.version_info[:3])')
    made_from="$version $(cat requirements/*.txt pyproject.toml | sha256sum)"
    stamp="$environment/.made-from"
    if [ -x "$python" ]; then
        for enough in "$1" dev; do
            [ "$(cat "$stamp" 2>/dev/null)" != "$enough $made_from" ] || return 0
        done
    fi
    echo "making $environment (once; later runs start at once) …" >&2
    rm -f "$stamp"
    if command -v uv >/dev/null; then
        [ -x "$python" ] || uv venv --quiet --python "$base" "$environment" || exit 1
        uv pip sync --quiet --python "$python" --require-hashes "$lock" ||
            fail "the dependencies could not be installed; is a package registry reachable?"
        uv pip install --quiet --python "$python" --no-deps --editable . || exit 1
    else
        "$base" -c 'import ensurepip' 2>/dev/null ||
            fail "Python's venv module is incomplete; apt-get install python3-venv (or install uv)"
        [ -x "$python" ] || "$base" -m venv "$environment" || exit 1
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
            fail "the dependencies could not be installed; is a package registry reachable?"
        "$python" -m pip install --quiet --disable-pip-version-check --no-deps --editable . || exit 1
    fi
    echo "$1 $made_from" >"$stamp"
}

need_redis() {
    "$python" - <<'PY' || exit 1
import sys
from domain.errors import ConfigurationError
from redis_etl.server import find_server
try:
    find_server()
except ConfigurationError as error:
    sys.exit(str(error))
PY
}
