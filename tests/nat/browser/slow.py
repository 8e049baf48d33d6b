#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A slow cable between two network namespaces, for kernels without netem.

slow.py PID PID DELAY JITTER DUPLICATED: makes the device "slow" in the
networks of both processes and carries packets between them, each DELAY to
DELAY + JITTER ms late, so that they overtake each other, and DUPLICATED
percent of them twice.  Prints a line once both are there.
"""
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
libc = ctypes.CDLL(None, use_errno=True)


def tun(pid):
    with open(f"/proc/{pid}/ns/net") as net:
        if libc.setns(net.fileno(), 0) != 0:
            sys.exit(f"setns: {os.strerror(ctypes.get_errno())}")
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF,
                struct.pack("16sH", b"slow", IFF_TUN | IFF_NO_PI))
    return fd


def write(fd, packet):
    try:
        os.write(fd, packet)
    except OSError:
        pass  # the device is down


def main():
    a, b = tun(sys.argv[1]), tun(sys.argv[2])
    delay, jitter, duplicated = map(float, sys.argv[3:])
    other = {a: b, b: a}
    late, n = [], 0
    print("ready", flush=True)
    while True:
        wait = max(0, late[0][0] - time.monotonic()) if late else None
        for fd in select.select([a, b], [], [], wait)[0]:
            packet = os.read(fd, 65536)
            for _ in range(1 + (random.random() * 100 < duplicated)):
                when = delay + random.random() * jitter
                n += 1
                heapq.heappush(late, (time.monotonic() + when / 1000, n,
                                      other[fd], packet))
        while late and late[0][0] <= time.monotonic():
            write(*heapq.heappop(late)[2:])


main()
