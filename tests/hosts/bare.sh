#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# bare.sh BUILD: the same visits where there is no /dev/fuse and no namespace to be had, as in a plain container: a user
# without rights, in a user namespace that allows no further one. Without it the fallback would be tried first by somebody
# who has nothing else.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/support/tally.sh
build=$1
visits=(instant-document hand-off card-lifted printer-unplugged-mid-job paper-out-mid-print rogue-usb)

# In the bare place: an own /dev without fuse, and no namespaces of any kind.
bare() {
    unshare -Urm bash -c '
        set -e
        mount -t tmpfs none /mnt
        for node in null zero full random urandom tty; do touch /mnt/$node; mount --bind /dev/$node /mnt/$node; done
        mkdir /mnt/pts /mnt/shm
        mount --rbind /dev/pts /mnt/pts
        mount -t tmpfs none /mnt/shm
        ln -s /proc/self/fd /mnt/fd
        mount --move /mnt /dev
        [ -z "${HIDDEN:-}" ] || mount --bind /dev/null "$HIDDEN"
        for kind in user mnt net; do echo 0 >/proc/sys/user/max_${kind}_namespaces; done
        exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
    ' bare "$@"
}

if ! bare true 2>/dev/null; then
    not_run "no user namespace to be bare in"
fi
library=$(ldconfig -p | sed -n 's/.*libumockdev-preload.so.0 .*=> //p' | head -1)
[ -n "$library" ] || not_run "umockdev is not installed"

visits_pass() {
    local files=("${visits[@]/#/tests/visits/}") said
    said=$(bare "$build/bin/liqu-visit" --speed 3 --jobs 2 --out "$build/visits-bare" "${files[@]/%/.visit}")
    [[ $(tail -1 <<<"$said") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || { echo "$said"; return 1; }
    passed=$((passed + BASH_REMATCH[1] - 1)) failed=$((failed + BASH_REMATCH[2]))
    grep -v ^pass <<<"$said" | sed '$d'
    return 0
}

fuse_is_gone() { ! bare test -e /dev/fuse; }
no_namespaces() { ! bare unshare -Ur true 2>/dev/null && ! bare unshare -m true 2>/dev/null; }
# Neither fuse nor umockdev: code 3 and one sentence with both reasons.
one_sentence() {
    local said code folder
    folder=$(mktemp -d)
    said=$(HIDDEN=$(realpath "$library") bare "$build/bin/liqu-sim" serve --run "$folder/run" 2>&1)
    code=$?
    rm -rf "$folder"
    [ "$code" = 3 ] && [ "$(wc -l <<<"$said")" = 1 ] && [[ $said == *fuse* && $said == *umockdev* ]] ||
        { echo "code $code: $said"; return 1; }
}
ok "there is no /dev/fuse" fuse_is_gone
ok "there are no namespaces" no_namespaces
ok "nothing to stand on is one sentence" one_sentence
ok "visits" visits_pass

tally
