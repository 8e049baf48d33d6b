#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every launch line of the sources' SECTION comments for a moment: it
must reach PLAYING, say nothing of an error, and end when it is told to.

  examples.py FILE.c...
"""
import re
import sys
import time

from launchlines import STAND_INS, Line, free_port, stand_in

MOMENT = 1.0


def examples(path):
    text = open(path, encoding='utf-8').read()
    for comment in re.findall(r'/\*\*\n \* SECTION:.*?\*/', text, re.S):
        comment = re.sub(r'^ \* ?', '', comment, flags=re.M)
        parts = comment.split('## Example launch line')
        if len(parts) == 1:
            yield None
        for part in parts[1:]:
            for line in re.findall(r'^\|\[\n(.*?)^\]\|', part, re.M | re.S):
                yield line.strip()


def run(example):
    ports = {rf'\b{port}\b': str(free_port())
             for port in re.findall(r'port=(\d{4})\b', example)
             if port != '8080'}
    line = Line(stand_in(example, {**STAND_INS, **ports}))
    playing = line.wait_for('New clock', 20)
    if playing:
        time.sleep(MOMENT)
        line.interrupt()
    status = line.end(10)
    ok = playing and status is not None and 'ERROR' not in line.output
    return ok, line.output


def main(paths):
    bad = n = 0
    for path in paths:
        for example in examples(path):
            n += 1
            if example is None:
                ok, output = False, f'{path}: no example\n'
            else:
                ok, output = run(example)
            print(f'{"ok" if ok else "not ok"} {example}', flush=True)
            if not ok:
                print(output, flush=True)
                bad += 1
    sys.exit(1 if bad or n == 0 else 0)


main(sys.argv[1:])
