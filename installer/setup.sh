#!/usr/bin/env bash
# Sets the program's surroundings up on Debian and Ubuntu; the Makefile calls it.
#
#   installer/setup.sh environment LOCKFILE   virtual environment .venv with the locked packages
#   installer/setup.sh libraries              system libraries that Qt needs, where they are missing
#   installer/setup.sh screen                 Xvfb, a screen for tests on a machine without one
#
# Nothing is installed that is there already. Without root, sudo is used; without sudo, the script
# says what is missing and how to install it.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly venv=.venv

# Shared library that must be found, and the Debian package that brings it.
readonly libraries="
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
"

say() { printf '%s\n' "$*" >&2; }

give_up() {
    for line in "$@"; do say "$line"; done
    exit 1
}

# install_packages PACKAGE...: with apt-get, as root or through sudo.
install_packages() {
    local as_root=()
    if ! command -v apt-get >/dev/null; then
        give_up "缺少系统软件包，本机又没有 apt-get，请用系统的软件管理器安装：$*" \
            "Missing system packages, and no apt-get here; please install: $*"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
            give_up "缺少系统软件包，需要管理员权限安装。请管理员运行：apt-get install $*" \
                "Missing system packages. Ask an administrator to run: apt-get install $*"
        fi
        as_root=(sudo)
    fi
    say "正在安装系统软件包 / installing system packages: $*"
    # A list that cannot be refreshed may still hold what is needed: the install decides.
    "${as_root[@]}" apt-get update -qq || say "软件源未能刷新 / package lists not refreshed"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >&2 || give_up \
        "系统软件包没有装上。请检查网络后运行：apt-get install $*" \
        "The packages could not be installed. Check the network, then: apt-get install $*"
}

install_libraries() {
    local known missing=() library package
    if [ "$(uname -s)" != Linux ]; then return 0; fi
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    while read -r library package; do
        if [ -n "$library" ] && [[ "$known" != *"$library "* ]]; then missing+=("$package"); fi
    done <<<"$libraries"
    if [ "${#missing[@]}" -gt 0 ]; then install_packages "${missing[@]}"; fi
}

install_screen() {
    local missing=()
    if [ "$(uname -s)" != Linux ]; then return 0; fi
    if ! command -v Xvfb >/dev/null; then missing+=(xvfb); fi
    if ! command -v xauth >/dev/null; then missing+=(xauth); fi
    if [ "${#missing[@]}" -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# fits PYTHON: it runs (a pyenv shim may not) and is new enough.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; }

# Debian's python3 lacks this without its python3-venv package.
has_venv() { "$1" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; }

# The first Python that can make an environment, 3.11 before newer ones. Prints its path.
find_python() {
    local name path
    for name in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.12 python3.13; do
        while read -r path; do
            if [ -n "$path" ] && "$1" "$path"; then printf '%s\n' "$path" && return 0; fi
        done < <(type -aP "$name" || true)
    done
    return 1
}

usable() { fits "$1" && has_venv "$1"; }

make_environment() {
    local lock=$1 python version
    if ! [ -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        rm -rf "$venv"
        if ! python=$(find_python usable); then
            if python=$(find_python fits); then
                version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
                install_packages "python$version-venv"
            else
                install_packages python3 python3-venv
            fi
            python=$(find_python usable) || give_up \
                "需要 Python 3.11 或更新的版本（带 venv 模块），没有找到。" \
                "Python 3.11 or newer with its venv module is needed and was not found."
        fi
        say "正在建立虚拟环境 / making $venv with $python"
        "$python" -m venv "$venv"
    fi
    say "正在安装 $lock 中锁定的软件包 / installing the packages of $lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement "$lock"
    add_program
}

# The program itself is not copied into the environment, only made known to it: what is in this
# folder is what runs, and .venv/bin/fangfan is its command line.
add_program() {
    local packages
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd -P >"$packages/fangfan.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -m fangfan_desktop "$@"\n' "$(pwd -P)/$venv" \
        >"$venv/bin/fangfan"
    chmod +x "$venv/bin/fangfan"
}

case "${1:-}" in
    environment) make_environment "${2:?which lock file}" ;;
    libraries) install_libraries ;;
    screen) install_screen ;;
    *) give_up "usage: installer/setup.sh environment LOCKFILE | libraries | screen" ;;
esac
