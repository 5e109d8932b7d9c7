# Sourced by the commands beside it: sets $bin, and $python to the first Python >= 3.11.
bin=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
python=
for name in python3 python3.11 python3.12 python3.13 python3.14; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed and none was found. Debian: apt install python3 python3-venv; macOS: brew install python." >&2
    exit 1
fi
