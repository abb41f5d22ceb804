#!/bin/sh
# Installs the Debian packages that the office's programs need, or says which command to run.
#
#   firmware_config/install-packages.sh run          what kiosk, boards, voice and demo need
#   firmware_config/install-packages.sh run test     and what the tests need besides
set -eu

run="python3-venv tzdata fonts-noto-core fonts-material-design-icons-iconfont libzbar0 libgl1 libgl1-mesa-dri libegl1 libgles2 libmtdev1
libx11-6 libxext6 libxcursor1 libxi6 libxrandr2 libxss1 libxinerama1 libxkbcommon0 espeak-ng pulseaudio pulseaudio-utils xvfb xauth xdotool xinput"
test="iproute2 openssh-server libnss-wrapper mosquitto chromium chromium-driver libnss3-tools curl openssl xserver-xorg-core xserver-xorg-video-dummy gcc g++ libc6-dev make dpkg-dev x11-xserver-utils systemd udev procps"
# sshd for what is installed over SSH: by a test, on loopback; below it is kept from starting with the machine.
# npm brings 350 small packages, and does not go with a Node.js from elsewhere, which has an npm of its own.
command -v npm >/dev/null || test="$test npm"

wanted=
for set in "$@"; do
  case $set in
    run) wanted="$wanted $run" ;;
    test) wanted="$wanted $test" ;;
    *) echo "usage: $0 run [test]" >&2; exit 2 ;;
  esac
done
missing=
for package in $wanted; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=sudo
  else
    echo "Some Debian packages are missing. Please run this, then try again:" >&2
    echo "  sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
fi
echo "installing Debian packages:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# A broker that a package starts by itself would stand on the port that the office's own wants.
if ! { $as_root apt-get update && RUNLEVEL=1 $as_root apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  exit 1
fi
case $missing in
  *openssh-server*) $as_root systemctl --quiet disable ssh.service ssh.socket >/dev/null 2>&1 || true ;;
esac
rm -f "$log"
