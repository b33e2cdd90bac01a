#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# deps.sh STAMP PACKAGE...: installs the Debian packages that are missing, with sudo where needed, and touches STAMP.
set -eu
stamp=$1
shift

have() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

missing=()
if ! command -v dpkg-query >/dev/null; then
    echo "deps: this is not a Debian system; install the counterparts of: $*" >&2
else
    for package in "$@"; do have "$package" || missing+=("$package"); done
fi

if ((${#missing[@]})); then
    echo "  DEPS  installing ${#missing[@]} Debian packages: ${missing[*]}"
    sudo=
    if ((EUID != 0)); then
        command -v sudo >/dev/null || {
            echo "deps: these Debian packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2
            exit 3
        }
        sudo=sudo
    fi
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # An old package list makes apt fail half-way, so it is refreshed first.
    if ! { $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        echo "deps: could not install ${missing[*]}; without a network, install them from a mirror or a disc and run make again" >&2
        exit 3
    fi
    rm -f "$log"
fi
mkdir -p "$(dirname "$stamp")"
touch "$stamp"
