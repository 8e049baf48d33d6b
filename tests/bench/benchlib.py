# SPDX-License-Identifier: LGPL-2.1-or-later
"""What fanout and setup share: the namespace, the programs, their figures."""

import argparse
import json
import os
import platform
import select
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ADDRESS = "10.99.0.1"
INSIDE = "GST_RTC_BENCH_INSIDE"


def arguments(doc, **options):
    """The command line; every benchmark has --json, --build and --only."""
    parser = argparse.ArgumentParser(description=doc)
    for name, default in options.items():
        parser.add_argument("--" + name, type=type(default), default=default)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--build", default=os.path.join(ROOT, "build"),
                        help="the build directory")
    parser.add_argument("--only", help="columns to measure, comma separated")
    return parser.parse_args()


def enter_namespace():
    """Run again in a network namespace with one address, 10.99.0.1.

    Each side then has exactly one host candidate whatever machine this is, and
    neither has to be told to use 127.0.0.1, which ICE leaves out.  Packets to
    an own address go over the loopback device."""
    if os.environ.get(INSIDE):
        return
    unshare = ["unshare", "--net"]
    if os.getuid() != 0:
        unshare += ["--user", "--map-root-user"]
    if not shutil.which("ip") or subprocess.call(
            unshare + ["true"], stderr=subprocess.DEVNULL):
        sys.exit("needs unshare (util-linux), ip (iproute2) and the right to "
                 "make a network namespace: run it as root")
    script = " && ".join([
        "ip link set lo up",
        "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 || true",
        "ip link add bench0 type veth peer name bench1",
        f"ip addr add {ADDRESS}/24 dev bench0",
        "ip link set bench0 up", "ip link set bench1 up",
        'exec "$@"'])
    os.environ[INSIDE] = "1"
    os.execvp(unshare[0], unshare + ["sh", "-c", script, "sh", sys.executable]
              + sys.argv)


class Program:
    """One of the C programs; speaks lines of JSON."""

    def __init__(self, build, name, *args):
        self.start(build, name, [self.find(build, name), *map(str, args)])

    @staticmethod
    def find(build, name):
        path = os.path.join(build, "tests", "bench", name)
        if not os.path.exists(path):
            raise RuntimeError(f"{path} is not built")
        return path

    def start(self, build, name, command):
        env = dict(os.environ)
        env["GST_PLUGIN_PATH_1_0"] = ":".join(
            os.path.join(build, d) for d in ("gst/plugin", "ext/soup"))
        env["GST_REGISTRY"] = os.path.join(build, "bench-registry.bin")
        self.name = name
        self.process = subprocess.Popen(
            command, env=env, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self, timeout=60):
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            raise RuntimeError(f"{self.name} is silent")
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} has ended")
        return json.loads(line)

    def tell(self, command):
        self.process.stdin.write(command + "\n")

    def ask(self, command, timeout=60):
        self.tell(command)
        return self.read(timeout)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu(self):
        """Seconds of CPU, user and system, to the nanosecond: the process's
        CPU clock, as clock_getcpuclockid () makes it."""
        return time.clock_gettime((~self.process.pid) << 3 | 2)

    def holds(self):
        """Threads, file descriptors and KiB of memory: PSS, and of it what is
        no file.  The share of a library's pages moves with whoever else on
        the machine has it loaded, so that a viewer's cost is the latter."""
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} has ended")
        proc = f"/proc/{self.process.pid}"
        with open(proc + "/smaps_rollup") as rollup:
            pss = {line.split(":")[0]: int(line.split()[1])
                   for line in rollup if line.startswith("Pss")}
        return {"threads": len(os.listdir(proc + "/task")),
                "fds": len(os.listdir(proc + "/fd")), "pss": pss["Pss"],
                "kib": pss["Pss_Anon"]}


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":")[1].strip() for line in info
                      if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} x {model}, Linux {platform.release()}"


def table(head, rows):
    """Markdown, columns lined up."""
    lines = [head, ["---"] * len(head)] + rows
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        print("| " + " | ".join(
            cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i])
            for i, cell in enumerate(line)) + " |")
