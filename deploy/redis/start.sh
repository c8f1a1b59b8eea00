#!/bin/sh
# Start Redis with the users of users.acl beside this file; the arguments go to redis-server.
# Each word #NAME there becomes the SHA-256 of the variable NAME. The passwords come from the environment and pass
# through the shell's own commands and pipes only, so that no list of processes shows them; the file that Redis reads
# holds their hashes, is readable to Redis alone, and is gone with the container. Redis itself runs without them.
set -efu
umask 077

hash_of() {
    eval "password=\${$1:?is empty: each user of Redis needs a password}"
    printf %s "$password" | sha256sum | cut -c 1-64
}

users=${TMPDIR:-/tmp}/users.acl
names=
: >"$users"
# Without -r: a backslash at its end joins a line to the next.
# shellcheck disable=SC2162
while read words; do
    case $words in "#"* | "") continue ;; esac
    line=
    for word in $words; do
        case $word in
        "#"*)
            names="$names ${word#?}"
            word="#$(hash_of "${word#?}")"
            ;;
        esac
        line="$line $word"
    done
    printf '%s\n' "${line# }" >>"$users"
done <"$(dirname "$0")/users.acl"

# shellcheck disable=SC2086
unset password $names
exec redis-server --aclfile "$users" "$@"
