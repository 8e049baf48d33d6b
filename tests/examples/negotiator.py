#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""rtcnegotiator with a transport of one's own: plain UDP on this machine.

    negotiator.py [FRAMES]

A camera and a viewer agree on what is sent and where to; then pictures go from
udpsink to udpsrc, without ICE and without encryption.  Ends after FRAMES
pictures (100) have been decoded.  Explained in docs/negotiator.md.
"""
import sys
import warnings

import gi
gi.require_versions({'Gst': '1.0', 'GstSdp': '1.0', 'GstWebRTC': '1.0'})
from gi.repository import GLib, Gst, GstWebRTC

warnings.simplefilter('ignore', DeprecationWarning)  # GObject.ValueArray's

# Of a certificate that this transport would have, if it were encrypted
FINGERPRINT = 'sha-256 ' + ':'.join(f'{i:02X}' for i in range(32))

CAMERA = f'''
    videotestsrc is-live=true ! video/x-raw,width=320,height=240 !
    vp8enc deadline=1 threads=1 keyframe-max-dist=30 ! rtpvp8pay !
    rtcnegotiator name=negotiator fingerprint="{FINGERPRINT}" !
    udpsink name=out host=127.0.0.1 port=9 sync=false'''

VIEWER = f'''
    rtcnegotiator name=negotiator fingerprint="{FINGERPRINT}"
    udpsrc name=in address=127.0.0.1 port=0 !
    capsfilter name=caps caps=application/x-rtp ! rtpjitterbuffer !
    rtpvp8depay ! vp8dec ! fakesink name=screen signal-handoffs=true'''


def structures(structure, field):
    """Copies of what is in an array of structures: they outlive it"""
    _, array = structure.get_array(field)
    return [array.get_nth(i).copy() for i in range(array.n_values)]


def strings(structure, field):
    _, array = structure.get_array(field)
    return [array.get_nth(i) for i in range(array.n_values)]


class Side:
    """A pipeline with a negotiator, and what carries out its plans."""

    def __init__(self, line, apply):
        self.pipeline = Gst.parse_launch(line)
        self.negotiator = self.pipeline.get_by_name('negotiator')
        self.negotiator.connect('plan', lambda negotiator, plan: apply(plan))

    def __getitem__(self, name):
        return self.pipeline.get_by_name(name)

    def act(self, action, *arguments):
        promise = Gst.Promise.new()
        self.negotiator.emit(action, *arguments, promise)
        reply = promise.get_reply()     # it is there when emit () returns
        if reply is not None and reply.has_field('error'):
            raise reply.get_value('error')

    def description(self):
        return self.negotiator.get_property('local-description')


class Call:
    def __init__(self, frames, loop):
        self.frames, self.loop = frames, loop
        self.camera = Side(CAMERA, self.aim)
        self.viewer = Side(VIEWER, self.expect)
        self.viewer['screen'].connect('handoff', self.on_picture)
        self.camera.negotiator.connect(
            'on-negotiation-needed', lambda _: GLib.idle_add(self.negotiate))
        for side in self.camera, self.viewer:
            bus = side.pipeline.get_bus()
            bus.add_signal_watch()
            bus.connect('message::error', self.on_error)

    def negotiate(self):
        """Between two machines, the descriptions would go over the network."""
        # None: what the state asks for, an offer here and an answer below
        self.camera.act('set-local-description', None)
        self.viewer.act('set-remote-description', self.camera.description())
        self.viewer.act('set-local-description', None)
        # Where the viewer listens is a candidate of its description
        port = self.viewer['in'].get_property('port')
        self.viewer.negotiator.emit(
            'add-local-candidate', 0,
            f'candidate:1 1 UDP 2130706431 127.0.0.1 {port} typ host')
        self.camera.act('set-remote-description', self.viewer.description())

    def aim(self, plan):
        """The camera: send to where the viewer listens."""
        for transport in structures(plan, 'transports'):
            for candidate in strings(transport, 'remote-candidates'):
                host, port = candidate.split()[4:6]
                print(f'the camera sends to {host}:{port}', flush=True)
                self.camera['out'].set_property('host', host)
                self.camera['out'].set_property('port', int(port))

    def expect(self, plan):
        """The viewer: take what was agreed upon."""
        for section in structures(plan, 'sections'):
            if section.has_field('receive'):
                caps = section.get_value('receive')
                print(f'the viewer takes {caps.to_string()}', flush=True)
                self.viewer['caps'].set_property('caps', caps)

    def on_picture(self, *_):
        self.frames -= 1
        if self.frames == 0:
            self.loop.quit()

    def on_error(self, bus, message):
        print(message.parse_error(), file=sys.stderr)
        self.loop.quit()

    def run(self):
        self.viewer.pipeline.set_state(Gst.State.PLAYING)
        self.camera.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        for side in self.camera, self.viewer:
            side.pipeline.set_state(Gst.State.NULL)
        return self.frames <= 0


def main(frames=100):
    Gst.init(None)
    if not Call(int(frames), GLib.MainLoop()).run():
        sys.exit(1)


main(*sys.argv[1:])
