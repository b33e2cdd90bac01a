# SPDX-License-Identifier: MulanPSL-2.0
# The Debian packages that building, running and testing need. A target that needs them depends on the stamp, which
# installs what is missing.
PACKAGES_BUILD := gcc libc6-dev pkg-config gettext libsdl2-dev libsdl2-ttf-dev libqrencode-dev libusb-1.0-0-dev libsqlite3-dev \
  libfyaml-dev libjansson-dev libcbor-dev libssl-dev libpng-dev libfuse3-dev libzbar-dev libcmocka-dev
PACKAGES_RUN   := fonts-noto-cjk fonts-hanazono fonts-babelstone-han fonts-material-design-icons-iconfont fuse3
PACKAGES_CHECK := clang libclang-rt-14-dev xvfb zbar-tools
STAMP :=
