# SPDX-License-Identifier: LGPL-2.1-or-later
# The Debian packages this project needs: the one place that lists them.
# To be sourced:  . scripts/packages.sh; packages_install build run
# shellcheck shell=bash

# To compile
packages_build="gcc libc6-dev pkg-config meson ninja-build
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev
  libgstreamer-plugins-bad1.0-dev
  libnice-dev libssl-dev libsrtp2-dev libusrsctp-dev libsoup-3.0-dev"

# To run a pipeline: sources and converters, VP8 and VP9, parsers, H.264, TLS
# to TURN servers
packages_run="gstreamer1.0-tools gstreamer1.0-plugins-base
  gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
  gstreamer1.0-plugins-ugly glib-networking"

# To test: formatter, fuzzing, memory checkers, browsers and other clients
packages_test="ca-certificates procps indent clang libclang-rt-dev valgrind
  libc6-dbg gstreamer1.0-nice chromium firefox-esr python3-aiortc
  python3-gi gir1.2-soup-3.0 gir1.2-gst-plugins-bad-1.0
  iproute2 nftables util-linux coturn openssl"

# A Node.js of the user's own will do, if it is new enough and brings npm
packages_node () {
  local major
  major=$(node -p 'parseInt (process.versions.node)' 2> /dev/null || echo 0)
  [ "$major" -ge 18 ] || echo nodejs
  command -v npm > /dev/null || echo npm
}

# Those of the given packages that are not installed, one a line
packages_missing () {
  local package
  for package in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2> /dev/null) in
      *ii*) ;;
      *) echo "$package" ;;
    esac
  done
}

# packages_install LIST...: installs what is missing of the lists build, run,
# test, and says so before.  Asks nothing; uses sudo only when not root.
packages_install () {
  local list name wanted="" missing as_root=""
  for list in "$@"; do
    name=packages_$list
    wanted="$wanted ${!name}"
    [ "$list" != test ] || wanted="$wanted $(packages_node)"
  done
  if ! command -v dpkg-query > /dev/null; then
    echo "No dpkg here: please install by hand what these Debian packages hold:"
    echo $wanted
    return 0
  fi
  missing=$(packages_missing $wanted)
  [ -n "$missing" ] || return 0
  missing=$(echo $missing)
  echo "Installing with apt-get: $missing"
  if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    if ! command -v sudo > /dev/null; then
      echo "This needs root, and there is no sudo. As root, run:" >&2
      echo "  apt-get install $missing" >&2
      return 1
    fi
  fi
  # Not from stdin: an unattended run may have none
  $as_root apt-get -q update < /dev/null &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
      --no-install-recommends $missing < /dev/null || return
  # Wanted as a program of the tests, not as a service of this machine
  case " $missing " in
    *" coturn "*) [ ! -d /run/systemd/system ] ||
      $as_root systemctl disable --now coturn ;;
  esac
}
