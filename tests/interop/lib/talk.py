#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An application with an rtcsink whose viewers talk to it.

    talk.py SOURCE PROPERTY=VALUE...

SOURCE is the beginning of a pipeline. Prints the URL, what viewers write and
drop, and which navigation events arrive at the source; each line that it is
given goes into the chat.
"""
import sys
import threading

import gi
gi.require_version('Gst', '1.0')
from gi.repository import GLib, Gst


def say(*what):
    print(*what, flush=True)


def on_event(pad, info):
    event = info.get_event()
    if event.type == Gst.EventType.NAVIGATION:
        say('navigation', event.get_structure().to_string())
    return Gst.PadProbeReturn.OK


def read_lines():
    for line in sys.stdin:
        sink.emit('send-chat', None, line.rstrip('\n'))


Gst.init(None)
source, *settings = sys.argv[1:]
pipeline = Gst.parse_launch(f'{source} ! rtcsink name=sink {" ".join(settings)}')
sink = pipeline.get_by_name('sink')
sink.get_static_pad('video_0').add_probe(Gst.PadProbeType.EVENT_UPSTREAM,
                                         on_event)
sink.connect('chat-message', lambda sink, viewer, text: say('chat', text))
sink.connect('file-received', lambda sink, viewer, name, location, size:
             say('file', location, size))
threading.Thread(target=read_lines, daemon=True).start()
pipeline.set_state(Gst.State.PLAYING)
pipeline.get_state(Gst.CLOCK_TIME_NONE)
say('Open', sink.props.url)
GLib.MainLoop().run()
