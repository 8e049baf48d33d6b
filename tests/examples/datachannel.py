#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A chat with a browser, and files both ways, over data channels.

    datachannel.py [PORT [FOLDER]]

serves datachannel.html at http://127.0.0.1:8080/ and calls whoever opens it.
What is typed goes to the browsers, "/send FILE" sends them a file; theirs are
stored in FOLDER. The same in C: datachannel.c.  Debian: python3-gi
gir1.2-soup-3.0 gir1.2-gst-plugins-bad-1.0.
"""
import os
import pathlib
import sys
import threading

import gi
gi.require_versions({'Gst': '1.0', 'GstSdp': '1.0', 'GstWebRTC': '1.0',
                     'Soup': '3.0'})
from gi.repository import GLib, Gst, GstSdp, GstWebRTC, Soup

PIECE, ENOUGH = 64 * 1024, 1024 * 1024


def say_progress(what, name, size, before, now):
    """A line for each tenth."""
    if size and now * 10 // size > before * 10 // size:
        print(what, name, now * 100 // size, '%', flush=True)


class Sending:
    """A file on its way: as much as the channel takes at a time."""

    def __init__(self, channel, file):
        self.file, self.name = file, os.path.basename(file.name)
        self.size, self.sent = os.path.getsize(file.name), 0
        channel.props.buffered_amount_low_threshold = ENOUGH // 4
        channel.connect('on-open', self.on_open)
        channel.connect('on-buffered-amount-low', self.fill)
        channel.connect('on-message-string', self.on_answer)
        channel.connect('on-close', lambda channel: self.file.close())

    def on_open(self, channel):
        channel.send_string_full(f'{self.size}\n{self.name}')
        self.fill(channel)

    def fill(self, channel):
        while self.sent < self.size and channel.props.buffered_amount < ENOUGH:
            piece = self.file.read(PIECE)
            channel.send_data_full(GLib.Bytes.new(piece))
            say_progress('sent', self.name, self.size, self.sent,
                         self.sent + len(piece))
            self.sent += len(piece)

    def on_answer(self, channel, text):
        print(self.name, text, flush=True)      # done
        channel.close()


class Receiving:
    """A file that comes; it must not be there yet."""

    def __init__(self, channel, folder):
        self.folder, self.file = folder, None
        channel.connect('on-message-string', self.on_name)
        channel.connect('on-message-data', self.on_data)
        channel.connect('on-close', self.on_close)

    def on_name(self, channel, text):
        size, name = text.split('\n', 1)
        self.name = os.path.basename(name)      # no way out of the folder
        self.size, self.got = int(size), 0
        try:
            self.file = open(os.path.join(self.folder, self.name), 'xb')
        except OSError as error:
            channel.send_string_full(error.strerror)
            return
        self.on_data(channel, GLib.Bytes.new(b''))

    def on_data(self, channel, data):
        if self.file is None:
            return
        self.file.write(data.get_data() or b'')
        before, self.got = self.got, self.got + data.get_size()
        say_progress('received', self.name, self.size, before, self.got)
        if self.got >= self.size:
            self.file.close()
            print('stored', self.file.name, flush=True)
            channel.send_string_full('done')

    def on_close(self, channel):
        if self.file and not self.file.closed:
            self.file.close()
            os.unlink(self.file.name)           # a part is of no use


class Call:
    """One browser: its WebSocket and a peer connection."""

    def __init__(self, socket, folder):
        self.socket, self.folder = socket, folder
        # Without media it needs no pipeline around it
        self.peer = Gst.ElementFactory.make('rtcpeerbin')
        self.peer.connect('on-negotiation-needed', self.on_negotiation_needed)
        self.peer.connect('on-ice-candidate', self.on_ice_candidate)
        self.peer.connect('prepare-data-channel', self.on_channel)
        socket.connect('message', self.on_message)
        socket.connect('closed', self.on_closed)
        self.peer.set_state(Gst.State.PLAYING)
        self.chat = self.peer.emit('create-data-channel', 'chat', None)

    # Nothing has come by a channel yet when this is called
    def on_channel(self, peer, channel, is_ours):
        if channel.props.label == 'chat':
            channel.connect('on-message-string', lambda channel, text:
                            print('browser:', text, flush=True))
        elif is_ours:
            Sending(channel, self.file)
        else:
            Receiving(channel, self.folder)

    def write(self, text):
        if text.startswith('/send '):
            try:
                self.file = open(text.removeprefix('/send '), 'rb')
            except OSError as error:
                print(error)
                return
            self.peer.emit('create-data-channel', 'file', None)
        elif self.chat.props.ready_state == GstWebRTC.WebRTCDataChannelState.OPEN:
            self.chat.send_string_full(text)

    # The peer calls from a thread of its own; the socket is the main loop's
    def say(self, text):
        GLib.idle_add(self.say_now, text)

    def say_now(self, text):
        if self.socket.get_state() == Soup.WebsocketState.OPEN:
            self.socket.send_text(text)

    def on_negotiation_needed(self, peer):
        peer.emit('set-local-description', None,
                  Gst.Promise.new_with_change_func(lambda promise: self.say(
                      'offer\n' + peer.props.local_description.sdp.as_text())))

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

    def on_closed(self, socket):
        self.peer.set_state(Gst.State.NULL)


def main(port=8080, folder='.'):
    page = pathlib.Path(__file__).with_suffix('.html').read_bytes()
    calls = {}

    def on_page(server, message, path, query):
        message.set_status(200, None)
        message.set_response('text/html', Soup.MemoryUse.COPY, page)

    def on_socket(server, message, path, socket):
        calls[socket] = Call(socket, folder)
        socket.connect('closed', calls.pop)

    def read_lines():
        for line in sys.stdin:
            GLib.idle_add(on_line, line.rstrip('\n'))

    def on_line(line):
        for call in calls.values():
            call.write(line)

    server = Soup.Server()
    server.listen_local(int(port), Soup.ServerListenOptions.IPV4_ONLY)
    url = server.get_uris()[0].to_string()
    server.add_handler('/', on_page)
    # Pages from elsewhere may not call
    server.add_websocket_handler('/socket', url.rstrip('/'), None, on_socket)
    threading.Thread(target=read_lines, daemon=True).start()
    print('Open', url, flush=True)
    GLib.MainLoop().run()


Gst.init(None)
main(*sys.argv[1:])
