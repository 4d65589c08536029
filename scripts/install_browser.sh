#!/bin/sh
# Chromium for the tests of the review page and the report, where this may be done: as root, with apt.
# Anywhere else the tests use a Chromium that is there, or say that they are left out.
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null && exit 0
fi
echo "No Chromium, and no right to install it: the browser tests will be skipped." >&2
