#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Audio and video both ways between GStreamer and a browser.

    sendrecv.py [PORT [VIDEO-SINK AUDIO-SINK]]

serves sendrecv.html at http://127.0.0.1:8080/ and calls whoever opens it. The
same in C: sendrecv.c.  Debian: python3-gi gir1.2-soup-3.0
gir1.2-gst-plugins-bad-1.0.
"""
import pathlib
import sys

import gi
gi.require_versions({'Gst': '1.0', 'GstSdp': '1.0', 'GstWebRTC': '1.0',
                     'Soup': '3.0'})
from gi.repository import GLib, Gst, GstSdp, GstWebRTC, Soup

PEER = 'rtcpeerbin'             # 'webrtcbin' does as well
SEND = f'''
    {PEER} name=peer bundle-policy=max-bundle
    videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=480 !
      queue ! vp8enc deadline=1 threads=1 keyframe-max-dist=60 !
      rtpvp8pay pt=96 ! peer.
    audiotestsrc is-live=true wave=ticks ! queue ! opusenc !
      rtpopuspay pt=97 ! peer.'''
RECEIVE = {
    'video': 'rtpvp8depay ! vp8dec ! queue ! videoconvert ! ',
    'audio': 'rtpopusdepay ! opusdec ! queue ! audioconvert ! audioresample ! ',
}


class Call:
    """One browser: its WebSocket and a pipeline."""

    def __init__(self, socket, sinks):
        self.socket = socket
        self.sinks = sinks
        self.pipeline = Gst.parse_launch(SEND)
        self.peer = self.pipeline.get_by_name('peer')
        self.peer.connect('on-negotiation-needed', self.on_negotiation_needed)
        self.peer.connect('on-ice-candidate', self.on_ice_candidate)
        self.peer.connect('pad-added', self.on_pad_added)
        socket.connect('message', self.on_message)
        socket.connect('closed', self.on_closed)
        self.pipeline.set_state(Gst.State.PLAYING)

    # The peer calls from a thread of its own; the socket is the main loop's
    def say(self, text):
        GLib.idle_add(self.say_now, text)

    def say_now(self, text):
        if self.socket.get_state() == Soup.WebsocketState.OPEN:
            self.socket.send_text(text)

    def on_negotiation_needed(self, peer):
        peer.emit('create-offer', None,
                  Gst.Promise.new_with_change_func(self.on_offer))

    def on_offer(self, promise):
        reply = promise.get_reply()     # offer lives in it
        offer = reply.get_value('offer')
        self.peer.emit('set-local-description', offer, None)
        self.say('offer\n' + offer.sdp.as_text())

    def on_ice_candidate(self, peer, mline, candidate):
        self.say(f'candidate {mline}\n{candidate}')

    def on_message(self, socket, kind, message):
        line, rest = message.get_data().decode().split('\n', 1)
        what, *mline = line.split()
        if what == 'candidate':
            self.peer.emit('add-ice-candidate', int(mline[0]), rest)
        elif what == 'answer':
            _, sdp = GstSdp.SDPMessage.new_from_text(rest)
            self.peer.emit('set-remote-description',
                           GstWebRTC.WebRTCSessionDescription.new(
                               GstWebRTC.WebRTCSDPType.ANSWER, sdp), None)

    def on_pad_added(self, peer, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        media = pad.get_current_caps().get_structure(0).get_string('media')
        print('receiving', media, flush=True)
        branch = Gst.parse_bin_from_description(
            RECEIVE[media] + self.sinks[media], True)
        self.pipeline.add(branch)
        branch.sync_state_with_parent()
        pad.link(branch.sinkpads[0])

    def on_closed(self, socket):
        self.pipeline.set_state(Gst.State.NULL)


def main(port=8080, video_sink='autovideosink', audio_sink='autoaudiosink'):
    sinks = {'video': video_sink, 'audio': audio_sink}
    page = pathlib.Path(__file__).with_suffix('.html').read_bytes()

    def on_page(server, message, path, query):
        message.set_status(200, None)
        message.set_response('text/html', Soup.MemoryUse.COPY, page)

    def on_socket(server, message, path, socket):
        calls[socket] = Call(socket, sinks)
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
