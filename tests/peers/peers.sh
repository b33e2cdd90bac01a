#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# peers.sh BUILD: other people's receipt software drives the simulated printer (peers.js). It is what tells whether the model
# behaves as printers do, or only as our own driver expects. Fetched from the npm registry into BUILD/peers, at the versions of
# package.json; without node, npm or a network the last line is "not run: REASON" and nothing is counted.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1 peers=$1/peers

not_run() {
    echo "not run: $1"
    exit 0
}

for tool in node npm zbarimg; do
    command -v "$tool" >/dev/null || not_run "$tool is not installed"
done
mkdir -p "$peers"
if ! cmp -s tests/peers/package.json "$peers/installed.json"; then
    rm -rf "$peers/node_modules"
    cp tests/peers/package.json "$peers/package.json"
    timeout 120 npm install --prefix "$peers" --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
        >"$peers/npm.log" 2>&1 || not_run "npm could not fetch the packages ($peers/npm.log)"
    cp tests/peers/package.json "$peers/installed.json"
fi
NODE_PATH=$PWD/$peers/node_modules node tests/peers/peers.js "$build"
