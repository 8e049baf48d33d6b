#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the lines of docs/elements.md as they stand there: the camera's picture
must arrive at the viewer, and the end of the viewer end the camera; the copy of
a file must be the file.

  docs.py ELEMENTS.md
"""
import filecmp
import os
import subprocess
import sys
import tempfile

from launchlines import Line, blocks, environment, free_port, stand_in

FRAMES = 60
COPY = 8 << 20


def run_pair(lines, first, second, directory):
    """Both to their ends; whether those were good"""
    waiting = Line(lines[first], directory)
    if not waiting.wait_for('New clock', 20):
        print(waiting.output)
        sys.exit(f'the {first} does not start')
    calling = Line(lines[second], directory)
    results = {first: (waiting.end(30), waiting.output)}
    results[second] = (calling.end(10), calling.output)
    good = True
    for name, (status, output) in results.items():
        ok = status == 0 and 'Got EOS' in output and 'ERROR' not in output
        print(f'{"ok" if ok else "not ok"} {name}: exit status {status}')
        if not ok:
            print(output)
            good = False
    return good


def main(path):
    stand_ins = {
        r'\bautovideosink\b': f'identity eos-after={FRAMES} ! fakesink',
        r'\b5002\b': str(free_port()),
        r'\b5003\b': str(free_port()),
    }
    lines = {name: stand_in(body, stand_ins)
             for name, body in blocks(path).items()}
    with tempfile.TemporaryDirectory() as directory:
        original, copy = (f'{directory}/{x}' for x in ('original', 'copy'))
        subprocess.run(['bash', '-ec', lines['certificates']], check=True,
                       cwd=directory, env=environment(),
                       stderr=subprocess.DEVNULL)
        good = run_pair(lines, 'viewer', 'camera', directory)
        with open(original, 'wb') as file:
            file.write(os.urandom(COPY))
        good &= run_pair(lines, 'receiver', 'sender', directory)
        same = filecmp.cmp(original, copy, shallow=False)
        print(f'{"ok" if same else "not ok"} the copy is the file')
    sys.exit(not (good and same))


main(sys.argv[1])
