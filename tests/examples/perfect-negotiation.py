#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two sides that both may change the call at any time, and at the same time.

    perfect-negotiation.py [PORT [polite|impolite]]

serves perfect-negotiation.html at http://127.0.0.1:8080/.  Explained in
docs/perfect-negotiation.md.
"""
import json
import pathlib
import sys

import gi
gi.require_versions({'Gst': '1.0', 'GstSdp': '1.0', 'GstWebRTC': '1.0',
                     'Soup': '3.0'})
from gi.repository import GLib, Gst, GstSdp, GstWebRTC, Soup

SOURCE = ('videotestsrc is-live=true pattern={} ! '
          'video/x-raw,width=320,height=240 ! queue ! '
          'vp8enc deadline=1 threads=1 keyframe-max-dist=60 ! rtpvp8pay')
PATTERNS = ['ball', 'smpte', 'pinwheel', 'spokes', 'gradient', 'colors']


class Negotiation:
    """Who says what when, on the main loop.  send () takes a dict."""

    def __init__(self, peer, send, polite):
        self.peer, self.send, self.polite = peer, send, polite
        self.making_offer = False
        self.setting_answer = False
        self.ignoring = False
        peer.connect('on-negotiation-needed',
                     lambda peer: GLib.idle_add(self.offer))
        peer.connect('on-ice-candidate', lambda peer, mline, candidate:
                     GLib.idle_add(send, {'candidate': candidate,
                                          'sdpMLineIndex': mline}))

    def offer(self):
        self.making_offer = True
        self.set_local()

    def set_local(self):
        # None: an offer or an answer, as the state asks for
        self.peer.emit('set-local-description', None,
                       Gst.Promise.new_with_change_func(self.local_is_set))

    def local_is_set(self, promise):
        # Still on the peer's own thread, where nothing comes between
        reply = promise.get_reply()
        failed = reply is not None and reply.has_field('error')
        local = self.peer.get_property('local-description')
        GLib.idle_add(self.send_local, None if failed else
                      {'type': local.type.value_nick,
                       'sdp': local.sdp.as_text()})

    def send_local(self, message):
        self.making_offer = False
        if message:
            self.send(message)

    def receive(self, message):
        if 'candidate' in message:
            if not self.ignoring:
                self.peer.emit('add-ice-candidate', message['sdpMLineIndex'],
                               message['candidate'])
            return
        kind = (GstWebRTC.WebRTCSDPType.OFFER if message['type'] == 'offer'
                else GstWebRTC.WebRTCSDPType.ANSWER)
        offer = kind == GstWebRTC.WebRTCSDPType.OFFER
        stable = (self.peer.get_property('signaling-state')
                  == GstWebRTC.WebRTCSignalingState.STABLE)
        collision = offer and (self.making_offer or
                               not (stable or self.setting_answer))
        self.ignoring = collision and not self.polite
        if self.ignoring:
            return
        self.setting_answer = not offer
        _, sdp = GstSdp.SDPMessage.new_from_text(message['sdp'])
        # An offer of ours that is out is rolled back by this
        self.peer.emit('set-remote-description',
                       GstWebRTC.WebRTCSessionDescription.new(kind, sdp),
                       Gst.Promise.new_with_change_func(self.remote_is_set))
        if offer:
            self.set_local()

    def remote_is_set(self, promise):
        GLib.idle_add(setattr, self, 'setting_answer', False)


class Call:
    """One browser: its WebSocket and a pipeline."""

    def __init__(self, socket, polite):
        self.socket = socket
        self.pipeline = Gst.Pipeline()
        self.peer = Gst.ElementFactory.make('rtcpeerbin')
        self.pipeline.add(self.peer)
        self.peer.connect('pad-added', self.on_pad_added)
        self.negotiation = Negotiation(self.peer, self.send, polite)
        self.sources = 0
        socket.connect('message', self.on_message)
        socket.connect('closed', self.on_closed)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.send({'polite': not polite})
        self.add_source()

    def send(self, message):
        if self.socket.get_state() == Soup.WebsocketState.OPEN:
            self.socket.send_text(json.dumps(message))

    def add_source(self):
        pattern = PATTERNS[self.sources % len(PATTERNS)]
        self.sources += 1
        source = Gst.parse_bin_from_description(SOURCE.format(pattern), True)
        self.pipeline.add(source)
        source.srcpads[0].link(self.peer.request_pad_simple('sink_%u'))
        source.sync_state_with_parent()

    def on_message(self, socket, kind, data):
        message = json.loads(data.get_data())
        if 'add' in message:
            self.add_source()
        else:
            self.negotiation.receive(message)

    def on_pad_added(self, peer, pad):
        if pad.direction == Gst.PadDirection.SRC:
            print('receiving', pad.get_name(), flush=True)
            sink = Gst.ElementFactory.make('fakesink')
            sink.set_property('async', False)
            self.pipeline.add(sink)
            sink.sync_state_with_parent()
            pad.link(sink.sinkpads[0])

    def on_closed(self, socket):
        self.pipeline.set_state(Gst.State.NULL)


def main(port=8080, role='polite'):
    page = pathlib.Path(__file__).with_suffix('.html').read_bytes()

    def on_page(server, message, path, query):
        message.set_status(200, None)
        message.set_response('text/html', Soup.MemoryUse.COPY, page)

    def on_socket(server, message, path, socket):
        calls[socket] = Call(socket, role == 'polite')
        socket.connect('closed', calls.pop)

    calls = {}
    server = Soup.Server()
    server.listen_local(int(port), Soup.ServerListenOptions.IPV4_ONLY)
    url = server.get_uris()[0].to_string()
    server.add_handler('/', on_page)
    # Pages from elsewhere may not call
    server.add_websocket_handler('/socket', url.rstrip('/'), None, on_socket)
    print('Open', url, flush=True)
    GLib.MainLoop().run()


Gst.init(None)
main(*sys.argv[1:])
