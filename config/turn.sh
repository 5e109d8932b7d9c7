#!/bin/sh
# Starts the relay of calls, in its container or on a bare machine: bin/production turn.
#   TURN_SECRET   the same as the web part's
#   TURN_REALM    a name for the log-in; the site's will do
#   TURN_ADDRESS  where it listens and relays from, several with blanks between (default: all the machine has)
#   TURN_PUBLIC   the address the internet sees, where that is another one (behind NAT): public or public/private
#   TURN_ALLOWED  inner networks in which calls are held, where the alliance has its own: 10.20.0.0-10.20.255.255 …
#   TURN_CERT, TURN_KEY   PEM files for turns:; without them there is no TLS
#   TURN_LOOPBACK   the demo's: a port of 127.0.0.1, where alone it then listens and relays from and to
set -eu
umask 077
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
run=${TURN_RUN:-/tmp/turn}
mkdir -p "$run"
# Together, so that a relay with loopback as a peer can never be reached from elsewhere. Whoever can reach this one is on
# the machine already, where the loopback is open to them without it.
if [ -n "${TURN_LOOPBACK:-}" ]; then TURN_ADDRESS=127.0.0.1 TURN_PUBLIC='' TURN_ALLOWED=127.0.0.1 TURN_CERT=''; fi
version=$(turnserver --version 2>/dev/null | tail -n 1)
if [ "$(printf '%s\n4.13.1\n' "$version" | sort -V | head -n 1)" != 4.13.1 ]; then
    case ${TURN_ADDRESS:-:} in
        *:*) echo "coturn $version lets ::ffff:127.0.0.1 pass where it has an IPv6 address (CVE-2026-27624)." \
            "Name IPv4 addresses alone in TURN_ADDRESS, or use 4.13.1 or later." >&2; exit 1 ;;
    esac
fi
{
    cat "$here/turnserver.conf"
    # In a file and not on the command line, where every process of the machine could read it.
    printf 'static-auth-secret=%s\n' "${TURN_SECRET:?see .env.example}"
    printf 'realm=%s\n' "${TURN_REALM:?see .env.example}"
    for address in ${TURN_ADDRESS:-}; do printf 'listening-ip=%s\nrelay-ip=%s\n' "$address" "$address"; done
    # Its own address stays a peer: two people who both need the relay meet on it. What else listens there is for turn.nft.
    if [ -n "${TURN_PUBLIC:-}" ]; then printf 'external-ip=%s\n' "$TURN_PUBLIC"; fi
    for range in ${TURN_ALLOWED:-}; do printf 'allowed-peer-ip=%s\n' "$range"; done
    if [ -n "${TURN_CERT:-}" ]; then printf 'cert=%s\npkey=%s\n' "$TURN_CERT" "${TURN_KEY:?the key of TURN_CERT}"; else printf 'no-tls\nno-dtls\n'; fi
    if [ -n "${TURN_LOOPBACK:-}" ]; then printf 'listening-port=%s\nallow-loopback-peers\n' "$TURN_LOOPBACK"; fi
    printf 'pidfile=%s\nuserdb=%s\nlog-file=stdout\n' "$run/pid" "$run/db"
} >"$run/turnserver.conf"
exec turnserver -c "$run/turnserver.conf"
