# SPDX-License-Identifier: LGPL-2.1-or-later
"""What datachannel measures: two processes with a peer connection each, what
they tell one another about, and the figures of one channel between them."""

import json
import os
import queue
import subprocess
import threading
import time

from benchlib import HERE, Program

NODE = "data-peer.mjs"
PATIENCE = 30


class Side(Program):
    """data-peer, or data-peer.mjs for wrtc, in the network of the command
    that prefix is."""

    def __init__(self, build, stack, prefix=()):
        if stack == "wrtc":
            modules = os.path.join(os.path.dirname(HERE), "interop", "peers",
                                   "node_modules", "@roamhq", "wrtc")
            if not os.path.exists(modules):
                raise RuntimeError("run npm ci in tests/interop/peers")
            command = ["node", os.path.join(HERE, NODE)]
        else:
            command = [self.find(build, "data-peer"), stack]
        self.start(build, stack, [*prefix, *command])
        self.events = {}
        self.other = None
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """Signalling goes straight to the other side; the rest waits to be
        asked for."""
        for line in self.process.stdout:
            event = json.loads(line)
            what, n = event["event"], event["peer"]
            if what == "sdp":
                sdp = event["sdp"].replace("\r", "\\r").replace("\n", "\\n")
                self.other.tell(f"remote {n} {event['type']} {sdp}")
            elif what == "candidate":
                self.other.tell(f"candidate {n} {event['mline']} "
                                f"{event['candidate']}")
            else:
                self.got(what).put(event)
                if what == "failed":
                    for waiting in list(self.events.values()):
                        waiting.put(event)
        self.got("ended").put(None)

    def got(self, what):
        return self.events.setdefault(what, queue.Queue())

    def tell(self, command):
        try:
            super().tell(command)
        except OSError:
            pass                # it has ended: whoever waits for it finds out

    def hear(self, what, timeout=PATIENCE):
        try:
            event = self.got(what).get(timeout=timeout)
        except queue.Empty:
            raise RuntimeError(f"{self.name} is silent") from None
        if event["event"] == "failed":
            raise RuntimeError(f"{self.name}: {event['reason']}")
        return event

    def facts(self, n=0):
        self.tell(f"facts {n}")
        return self.hear("facts")


class Pair:
    """A sender, which offers, and a receiver."""

    def __init__(self, build, sender, receiver, near=(), far=()):
        self.sender = Side(build, sender, near)
        try:
            self.receiver = Side(build, receiver, far)
        except RuntimeError:
            self.sender.stop()
            raise
        self.sender.other = self.receiver
        self.receiver.other = self.sender

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sender.stop()
        self.receiver.stop()

    def connect(self, n=0):
        """Until the receiver has the first message: the facts of both."""
        self.sender.tell(f"offer {n}")
        self.receiver.hear("greeted")
        return self.sender.facts(n), self.receiver.facts(n)


def throughput(pair, size, seconds, warm_up):
    """Of messages of size: MB/s where they arrive, CPU a MB at both ends."""
    pair.sender.tell(f"flood 0 {size}")
    time.sleep(warm_up)
    ends = pair.sender, pair.receiver
    before, cpu = pair.receiver.facts(), [end.cpu() for end in ends]
    time.sleep(seconds)
    after = pair.receiver.facts()
    cpu = [end.cpu() - was for end, was in zip(ends, cpu)]
    pair.sender.tell("flood 0 0")
    megabytes = (after["bytes"] - before["bytes"]) / 1e6
    if not megabytes:           # a figure as well, of a path that loses
        return {"mb_per_second": 0.0}
    sender, receiver = (1e3 * seconds / megabytes for seconds in cpu)
    return {
        "mb_per_second": megabytes * 1e6 / (after["now"] - before["now"]),
        "sender_ms_per_mb": sender,
        "receiver_ms_per_mb": receiver,
        "ms_per_mb": sender + receiver,
    }


def pings(pair, times, size):
    """Round trips of one message at a time: microseconds."""
    pair.receiver.tell("echo 0 1")
    pair.receiver.facts()       # it has obeyed
    pair.sender.tell(f"ping 0 {times} {size}")
    us = sorted(pair.sender.hear("pings")["us"])
    pair.receiver.tell("echo 0 0")
    return {"p50": us[len(us) // 2], "p99": us[len(us) * 99 // 100]}


def opening(pair, times):
    """From DTLS connected at the first of both ends to the channel open at
    both, and to the first message: milliseconds, each."""
    figures = {"open_ms": [], "first_ms": []}
    for n in range(1, times + 1):
        facts = pair.connect(n)
        connected = min(fact["connected"] for fact in facts)
        figures["open_ms"].append(
            (max(fact["open"] for fact in facts) - connected) / 1e3)
        figures["first_ms"].append((facts[1]["first"] - connected) / 1e3)
        for side in pair.sender, pair.receiver:
            side.tell(f"drop {n}")
            side.hear("dropped")
    return figures


def holding(pair, more):
    """What each of more connections adds at the sender."""
    before = pair.sender.holds()
    for n in range(1, more + 1):
        pair.connect(n)
    after = pair.sender.holds()
    return {key: (after[key] - before[key]) / more for key in before}
