#!/bin/sh
# Builds MicroPython for this machine from Debian's source package, for the tests of the small devices.
#
#   tests/micropython/build.sh FOLDER
#
# FOLDER/micropython is there afterwards; a second run finds it and does nothing. The package comes from the mirror that this machine's
# apt knows, checked by Debian's keys, with lists and cache of its own: apt's configuration here is read and never changed.
set -eu
suite=trixie

mkdir -p "$1"
to=$(cd "$1" && pwd)
[ -x "$to/micropython" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log

fail() {
  tail -n 25 "$log" >&2
  echo "MicroPython could not be built: $1" >&2
  exit 1
}

mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | grep '/debian/*$' | sort -u | head -n 1
}

fetch() {
  mkdir -p apt/lists/partial apt/cache/archives/partial
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $suite main" >apt/sources
  cat >apt/conf <<END
Dir::Etc::SourceList "$work/apt/sources";
Dir::Etc::SourceParts "$work/apt/none";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "$(id -un)";
END
  APT_CONFIG=$work/apt/conf apt-get update -q
  APT_CONFIG=$work/apt/conf apt-get source -q --download-only micropython mbedtls
}

# Without Debian's patches, and with Mbed TLS where MicroPython itself wants it: so it is configured as on the boards.
compile() {
  dpkg-source --skip-patches -x micropython_*.dsc source
  dpkg-source --skip-patches -x mbedtls_*.dsc tls
  rm -rf source/lib/mbedtls && mv tls source/lib/mbedtls
  make -C source/mpy-cross -j2
  make -C source/ports/unix -j2 FROZEN_MANIFEST= MICROPY_PY_BTREE=0 MICROPY_PY_FFI=0 MICROPY_SSL_AXTLS=0 MICROPY_SSL_MBEDTLS=1
}

cd "$work"
echo "building MicroPython for the tests of the small devices ..."
fetch >"$log" 2>&1 || fail "its source package cannot be fetched"
compile >"$log" 2>&1 || fail "the compiler stopped"
cp source/ports/unix/build-standard/micropython "$to/micropython.new"
mv "$to/micropython.new" "$to/micropython"
