# SPDX-License-Identifier: MulanPSL-2.0
# The Debian packages that building, running and checking need, all from the Debian archive. A target that needs a set
# depends on its stamp; board/deps.sh installs what is missing.
PACKAGES_build := gcc libc6-dev binutils pkg-config gettext libsdl2-dev libsdl2-ttf-dev libqrencode-dev libusb-1.0-0-dev \
  libsqlite3-dev libfyaml-dev libjansson-dev libcbor-dev libssl-dev libpng-dev libfuse3-dev libusbredirparser-dev libzbar-dev libcmocka-dev
PACKAGES_run   := fuse3 fonts-noto-cjk fonts-hanazono fonts-babelstone-han fonts-material-design-icons-iconfont tzdata \
  zbar-tools $(shell [ -w /dev/fuse ] || echo umockdev)
PACKAGES_tour  := xvfb
# What only check-all needs: the fallback of the simulated bus, the eyes that read its traces, a machine with a real kernel.
PACKAGES_hosts := umockdev tshark python3 qemu-system-x86
PACKAGES_check := clang libclang-rt-14-dev tesseract-ocr tesseract-ocr-chi-sim
PACKAGES_lint  := clang-format cppcheck
PACKAGES_windows := xvfb openbox xdotool
