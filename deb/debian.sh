#!/bin/sh
# Clean Debians on this machine, made with debootstrap from the indexes that this machine itself is set up with. Needs root.
#
#   deb/debian.sh make SUITE ROOT          a new one in the folder ROOT (the first of a suite takes a minute, the others copy it)
#   deb/debian.sh in ROOT COMMAND...       runs a command there, with processes and mounts of its own; the network is this machine's
#
# CACHE: where the first ones and what pip has downloaded are kept (default .venv/debian).
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
cache=${CACHE:-$here/.venv/debian}
mkdir -p "$cache/pip"

base() {
  suite=$1 base=$cache/$1
  [ ! -e "$base.ready" ] || return 0
  rm -rf "$base"
  mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
  [ -n "$mirror" ] || mirror=$(sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list 2>/dev/null | head -n 1)
  echo "making a clean $suite (once) ..." >&2
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv "$suite" "$base" ${mirror:+"$mirror"} >"$base.log" 2>&1 ||
    { tail -n 5 "$base.log" >&2; exit 1; }
  ours=$(. /etc/os-release && echo "$VERSION_CODENAME")
  if [ -f /etc/apt/sources.list.d/debian.sources ]; then
    sed "s/$ours/$suite/g" /etc/apt/sources.list.d/debian.sources >"$base/etc/apt/sources.list.d/debian.sources"
    rm -f "$base/etc/apt/sources.list"
  elif [ -f /etc/apt/sources.list ]; then
    sed "s/$ours/$suite/g" /etc/apt/sources.list >"$base/etc/apt/sources.list"
  fi
  # Whom this machine trusts, and how its apt behaves: an office may have a proxy with an authority of its own.
  cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/"
  cp /etc/apt/apt.conf.d/99* "$base/etc/apt/apt.conf.d/" 2>/dev/null || true
  touch "$base.ready"
}

case ${1:-} in
  make)
    command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 2; }
    base "$2"
    rm -rf --one-file-system "$3"
    mkdir -p "$(dirname "$3")"
    cp -a "$cache/$2" "$3"
    cp /etc/resolv.conf /etc/hosts "$3/etc/"
    [ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$3/etc/"
    ;;
  in)
    root=$2
    shift 2
    CACHE=$cache exec unshare --mount --pid --fork --kill-child sh -c '
      set -e
      root=$1; shift
      mount --make-rprivate /
      mount --rbind /dev "$root/dev"
      mount -t proc proc "$root/proc"
      mount -t tmpfs tmpfs "$root/tmp"
      mkdir -p "$root/var/cache/pip"
      mount --bind "$CACHE/pip" "$root/var/cache/pip"
      exec chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive PIP_CACHE_DIR=/var/cache/pip PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
        PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-}" "$@"
    ' - "$root" "$@"
    ;;
  *) sed -n '2,8p' "$0" >&2; exit 2 ;;
esac
