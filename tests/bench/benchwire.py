# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two network namespaces with data-wire between them, which loses and delays
what goes through."""

import subprocess

from benchlib import Program

ADDRESSES = "10.98.0.1", "10.98.0.2"
# what comes while the wire waits for a processor is not to be lost
QUEUE = 10000


# One address each, as in benchlib's
HOLD = ("echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 || true; "
        "echo ready; exec sleep infinity")


def space():
    """A process that holds a namespace."""
    holder = subprocess.Popen(["unshare", "--net", "sh", "-c", HOLD],
                              stdout=subprocess.PIPE)
    if not holder.stdout.readline():
        raise RuntimeError("no network namespace")
    return holder


class Wire:
    """near and far are prefixes of commands that run at its ends."""

    def __init__(self, build):
        self.holders = [space(), space()]
        self.near, self.far = (
            ["nsenter", "--net", "--target", str(holder.pid)]
            for holder in self.holders)
        try:
            self.program = Program(build, "data-wire",
                                   *(holder.pid for holder in self.holders))
            self.program.read()
            for prefix, address in zip((self.near, self.far), ADDRESSES):
                for what in (f"addr add {address}/24 dev wire",
                             f"link set wire txqueuelen {QUEUE} up"):
                    subprocess.check_call([*prefix, "ip", *what.split()])
        except (RuntimeError, subprocess.CalledProcessError) as error:
            self.stop()
            raise RuntimeError(f"no wire: {error}") from None

    def set(self, percent, ms, mbit):
        self.program.tell(f"{percent} {ms} {mbit}")

    def stop(self):
        if hasattr(self, "program"):
            self.program.stop()
        for holder in self.holders:
            holder.kill()
            holder.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
