#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the two lines of docs/elements.md as they stand there: the camera's
picture must arrive at the viewer, and the end of the viewer end the camera.

  docs.py ELEMENTS.md
"""
import re
import subprocess
import sys
import tempfile

from launchlines import Line, environment, free_port, stand_in

FRAMES = 60


def blocks(path):
    text = open(path, encoding='utf-8').read()
    return {name: body for name, body in
            re.findall(r'^```sh (\w+)\n(.*?)^```$', text, re.M | re.S)}


def main(path):
    stand_ins = {
        r'\bautovideosink\b': f'identity eos-after={FRAMES} ! fakesink',
        r'\b5002\b': str(free_port()),
    }
    lines = {name: stand_in(body, stand_ins)
             for name, body in blocks(path).items()}
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(['bash', '-ec', lines['certificates']], check=True,
                       cwd=directory, env=environment(),
                       stderr=subprocess.DEVNULL)
        viewer = Line(lines['viewer'], directory)
        if not viewer.wait_for('New clock', 20):
            print(viewer.output)
            sys.exit('the viewer does not start')
        camera = Line(lines['camera'], directory)
        results = {'viewer': (viewer.end(30), viewer.output)}
        results['camera'] = (camera.end(10), camera.output)
    bad = False
    for name, (status, output) in results.items():
        ok = status == 0 and 'Got EOS' in output and 'ERROR' not in output
        print(f'{"ok" if ok else "not ok"} {name}: exit status {status}')
        if not ok:
            print(output)
            bad = True
    sys.exit(bad)


main(sys.argv[1])
