#!/bin/sh
# Starts the systemd of a Debian in the folder $1, as the first process of a machine that shares nothing with this one but processor and kernel.
#
# Called in new namespaces by machine.py. What would reach the real machine is taken away first: its devices, its clock, its kernel modules
# and settings. $2 is an address of the machine beside loopback; $3 a folder of the control group hierarchy, version 2.
set -eu
root=$1 address=$2
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -m 1777 "$root/tmp/.X11-unix"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0" "console 1 3"; do
  set -- $node
  mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
for number in 0 7; do
  mknod -m 620 "$root/dev/tty$number" c 4 $number
  chown 0:5 "$root/dev/tty$number"
done
mkdir -p "$root/run/systemd/system"
ln -s /dev/null "$root/run/systemd/system/getty.target"  # nobody sits at it
ip link set lo up
ip address add "$address/24" dev lo
cd "$root"
mkdir -p old
pivot_root . old
umount -l old
exec env -i container=other SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  setpriv --bounding-set=-sys_module,-sys_time --inh-caps=-sys_module,-sys_time \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal --show-status=no
