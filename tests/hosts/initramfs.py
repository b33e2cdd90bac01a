#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""initramfs.py OUT MODULES_DIR MODULE... -- SOURCE=NAME...: a newc archive with the files, the libraries that they need where
the loader looks for them, and the modules in the order in which they need each other, named in /modules."""
import lzma, os, re, subprocess, sys

out, modules_dir = sys.argv[1:3]
root = os.path.abspath(modules_dir).split("/lib/modules/")[0]
wanted, sources = sys.argv[3 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]


def module(path):
    data = open(path, "rb").read()
    return lzma.decompress(data) if path.endswith(".xz") else data


def needs():
    """Module files by name, and what each says that it needs."""
    files, wants = {}, {}
    for folder, _, names in os.walk(modules_dir):
        for name in names:
            if name.endswith((".ko", ".ko.xz")):
                files[name.split(".")[0].replace("-", "_")] = os.path.join(folder, name)
    for name in files:
        found = re.search(rb"\0depends=([^\0]*)", module(files[name]))
        wants[name] = [n.replace("-", "_") for n in found.group(1).decode().split(",") if n] if found else []
    return files, wants


def order(names, wants, files, done):
    for name in names:
        if name in files and name not in done:
            order(wants[name], wants, files, done)
            done.append(name)
    return done


def libraries(binary):
    """As this machine's loader finds them; what only stands beside the kernel is found there."""
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{root}/usr/lib/x86_64-linux-gnu"}
    said = subprocess.run(["ldd", binary], capture_output=True, text=True, env=environment).stdout
    return re.findall(r"(/\S+) \(0x", said)


class Archive:
    def __init__(self, path):
        self.file, self.number, self.folders = open(path, "wb"), 0, set()

    def entry(self, name, mode, data=b"", major=0, minor=0):
        self.number += 1
        fields = [self.number, mode, 0, 0, 1, 0, len(data), 0, 0, major, minor, len(name) + 1, 0]
        head = b"070701" + b"".join(b"%08x" % f for f in fields) + name.encode() + b"\0"
        self.file.write(head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4))

    def add(self, source, name):
        parts = name.split("/")[:-1]
        for i in range(1, len(parts) + 1):
            folder = "/".join(parts[:i])
            if folder not in self.folders:
                self.folders.add(folder)
                self.entry(folder, 0o040755)
        runs = not isinstance(source, bytes) and os.access(source, os.X_OK)
        self.entry(name, 0o100755 if runs else 0o100644, source if isinstance(source, bytes) else open(source, "rb").read())


archive = Archive(out)
archive.entry("dev", 0o040755)
archive.folders.add("dev")
archive.entry("dev/console", 0o020600, major=5, minor=1)
found = set()
for source, name in (s.rsplit("=", 1) for s in sources):
    archive.add(source, name)
    found.update(libraries(source))
for library in sorted(found):
    archive.add(library, library.removeprefix(root).lstrip("/"))
files, wants = needs()
names = order([w.replace("-", "_") for w in wanted], wants, files, [])
for name in names:
    archive.add(module(files[name]), f"lib/modules/{name}.ko")
archive.add("".join(f"/lib/modules/{name}.ko\n" for name in names).encode(), "modules")
archive.entry("TRAILER!!!", 0)
archive.file.close()
