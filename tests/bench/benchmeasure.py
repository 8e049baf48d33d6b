# SPDX-License-Identifier: LGPL-2.1-or-later
"""What fanout, peers and setup measure: each function gives the figures of one
element, by name."""

import statistics
import time

from benchlib import ADDRESS, Program

PORT = 20000
# a key frame for everybody, and libnice's timers of connecting have ended
SETTLE = 7


def start(name, build, *options):
    """The sender, the swarm, and how to add viewers to the pair."""
    if name.startswith("bare"):
        sender = Program(build, "sender-bare", "--port", PORT,
                         *(["--evp"] if name == "bare-evp" else []))
        sender.read()
        swarm = Program(build, "viewer-swarm", "--plain", PORT)

        def add(n):
            reply = swarm.ask(f"add {n}")
            sender.tell(f"add {n}")
            return reply
    else:
        sender = Program(build, "sender-" + name, *options)
        try:
            url = sender.read()["url"]
        except RuntimeError:
            sender.stop()
            raise
        swarm = Program(build, "viewer-swarm", "--url", url,
                        "--local-address", ADDRESS)

        def add(n):
            return swarm.ask(f"add {n}")
    return sender, swarm, add


def best(measure, name, args):
    """The best of the rounds: what else the machine does only adds."""
    return min((measure(name, args) for _ in range(args.rounds)),
               key=lambda r: r["cpu_us_per_packet"])


def each(none, all_there, n):
    return {key: (all_there[key] - none[key]) / n for key in none}


def filtered(name, args):
    """The same with a caps filter behind the payloader: single buffers."""
    return sending(name, args, "caps-filter")


def sending(name, args, *options):
    """The process that sends to args.viewers, all in viewer-swarm."""
    sender, swarm, add = start(name, args.build, *options)
    try:
        time.sleep(1)
        none = sender.holds()
        failed = add(1)["failed"]
        time.sleep(4)
        first = sender.holds()
        failed += add(args.viewers - 1)["failed"] if args.viewers > 1 else 0
        if failed:
            raise RuntimeError(f"{failed} viewers did not connect")
        time.sleep(SETTLE)

        before, cpu, clock = swarm.ask("count"), sender.cpu(), time.monotonic()
        time.sleep(args.seconds)
        after, cpu = swarm.ask("count"), sender.cpu() - cpu
        clock = time.monotonic() - clock
        all_there = sender.holds()
    finally:
        swarm.stop()
        sender.stop()

    packets = after["packets"] - before["packets"]
    lost = after["lost"] - before["lost"]
    n = args.viewers
    return {
        "cpu_us_per_packet": cpu * 1e6 / max(packets + lost, 1),
        "cpu_percent_of_a_core": 100 * cpu / clock,
        "packets_per_second_per_viewer": packets / clock / n,
        "mbit_per_second_per_viewer":
            (after["bytes"] - before["bytes"]) * 8e-6 / clock / n,
        "lost": lost,
        "receiving": after["receiving"],
        "profile": after["profile"],
        "decrypted": after["decrypted"],
        "undecryptable": after["undecryptable"],
        # from none to all, and what each one behind the first adds
        "per_viewer": each(none, all_there, n),
        "per_further_viewer": each(first, all_there, max(n - 1, 1)),
    }


def receiving(name, args):
    """The process whose args.viewers peers receive what rtcsink sends."""
    sender = Program(args.build, "sender-rtcsink")
    receiver = None
    try:
        receiver = Program(args.build, "receiver-" + name,
                           sender.read()["url"])
        time.sleep(1)
        none = receiver.holds()
        failed = receiver.ask(f"add {args.viewers}")["failed"]
        if failed:
            raise RuntimeError(f"{failed} peers did not connect")
        time.sleep(SETTLE)

        before, cpu = receiver.ask("count"), receiver.cpu()
        clock = time.monotonic()
        time.sleep(args.seconds)
        after, cpu = receiver.ask("count"), receiver.cpu() - cpu
        clock = time.monotonic() - clock
        all_there = receiver.holds()
    finally:
        if receiver:
            receiver.stop()
        sender.stop()
    packets = after["packets"] - before["packets"]
    return {
        "cpu_us_per_packet": cpu * 1e6 / max(packets, 1),
        "cpu_percent_of_a_core": 100 * cpu / clock,
        "packets_per_second_per_viewer": packets / clock / args.viewers,
        "receiving": after["receiving"],
        "per_viewer": each(none, all_there, args.viewers),
    }


def figures(times, failed):
    times = sorted(times)
    return {
        "median_ms": statistics.median(times) if times else None,
        "p95_ms": times[int(len(times) * 0.95)] if times else None,
        "max_ms": times[-1] if times else None,
        "failed": failed,
    }


def connecting(name, args):
    """From an offer to DTLS connected, one viewer after another and then all
    at once.  The viewers are libnice, OpenSSL and little else."""
    return connect(name, args, lambda url: Program(
        args.build, "viewer-swarm", "--url", url, "--local-address", ADDRESS),
        args.together)


def pairing(name, args):
    """One after another, with the same element at both ends."""
    return connect(name, args, lambda url: Program(
        args.build, "receiver-" + name, url), 0)


def connect(name, args, other_side, together):
    sender = Program(args.build, "sender-" + name)
    swarm = None
    try:
        swarm = other_side(sender.read()["url"])
        time.sleep(1)
        swarm.ask("add 1")      # libraries load their algorithms once
        swarm.ask("drop")

        times, failed, cpu = [], 0, sender.cpu()
        for _ in range(args.n):
            reply = swarm.ask("add 1")
            times += reply["connected"]
            failed += reply["failed"]
            swarm.ask("drop")
        cpu = (sender.cpu() - cpu) / args.n
        if not times:
            raise RuntimeError("nobody connected")
        at_once = (swarm.ask(f"add {together}") if together
                   else {"connected": [], "failed": 0})
    finally:
        if swarm:
            swarm.stop()
        sender.stop()
    return {
        "one_by_one": figures(times, failed),
        "together": figures(at_once["connected"], at_once["failed"]),
        # the frames sent to it meanwhile included
        "cpu_ms_per_viewer": cpu * 1000,
    }
