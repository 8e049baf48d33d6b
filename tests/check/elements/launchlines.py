# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the launch lines share: running them as a user would."""
import os
import re
import shlex
import signal
import socket
import subprocess
import time

# No screen, camera or sound card is needed to see whether a line works
STAND_INS = {
    r'\bv4l2src\b': 'videotestsrc is-live=true',
    r'\balsasrc\b': 'audiotestsrc is-live=true',
    r'\bautovideosink\b': 'fakesink',
    r'\bautoaudiosink\b': 'fakesink',
    r'\brtcsink\b': 'rtcsink port=0',
    r'\blocation=film.mkv\b': f'location={shlex.quote(__file__)}',
    r'\blocation=copy.mkv\b': 'location=/dev/null',
}


def blocks(path):
    """The shell blocks of a page that have a name"""
    text = open(path, encoding='utf-8').read()
    return {name: body for name, body in
            re.findall(r'^```sh (\w+)\n(.*?)^```$', text, re.M | re.S)}


def stand_in(line, stand_ins):
    for pattern, instead in stand_ins.items():
        line = re.sub(pattern, instead, line)
    return line


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def environment():
    env = dict(os.environ)
    # those of a wrapper are for the test's own process
    for name in ('GST_TRACERS', 'GST_DEBUG', 'GST_DEBUG_FILE'):
        env.pop(name, None)
    return env


class Line:
    """A shell line that runs, in a process group of its own."""

    def __init__(self, line, directory='.'):
        self.line = line
        self.output = ''
        self.process = subprocess.Popen(
            ['bash', '-c', line], cwd=directory, env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True)
        os.set_blocking(self.process.stdout.fileno(), False)

    def read(self):
        self.output += (self.process.stdout.read() or b'').decode()

    def wait_for(self, text, seconds):
        """Whether it printed that, in time and before it ended"""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ended = self.process.poll() is not None
            self.read()
            if text in self.output:
                return True
            if ended:
                return False
            time.sleep(0.02)
        return False

    def end(self, seconds):
        """Its exit status; None: it had to be killed"""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            status = None
        self.read()
        self.process.stdout.close()
        return status

    def interrupt(self):
        os.killpg(self.process.pid, signal.SIGINT)
