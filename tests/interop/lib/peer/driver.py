# SPDX-License-Identifier: LGPL-2.1-or-later
"""Peer connections of GStreamer, moved by one JSON object a line.

Reads {"n": 1, "peer": "a", "do": "create", ...}; writes {"n": 1, "ok": ...}
or {"n": 1, "error": "..."}, and events: {"peer": "a", "event": "candidate",
"value": ...}.  Peer.do_* below are the commands.  Ends with its stdin.
"""
import base64
import functools
import json
import os
import sys
import threading
import time
import zlib

import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC

import media

STATES = ("connection-state", "signaling-state", "ice-connection-state",
          "ice-gathering-state")
DIRECTION = GstWebRTC.WebRTCRTPTransceiverDirection
TYPE = GstWebRTC.WebRTCSDPType
# GStreamer asks which caps there are; that must not take for ever
PATIENCE = 5

# Not what a library prints
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
writing = threading.Lock()


def write(message):
    with writing:
        out.write(json.dumps(message) + "\n")
        out.flush()


def nick(value):
    return value.value_nick if value is not None else None


def plain(value):
    """A GStructure and what is in it, as JSON can have it"""
    if isinstance(value, Gst.Structure):
        result = {}
        for i in range(value.n_fields()):
            name = value.nth_field_name(i)
            try:
                result[name] = plain(value.get_value(name))
            except (TypeError, NotImplementedError):
                result[name] = None
        return result
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    return getattr(value, "value_nick", None) or str(value)


@functools.lru_cache(maxsize=64)
def content(size):
    return bytes((i * 7 + (i >> 8) + size * 13) & 255 for i in range(size))


class Channel:
    """A data channel and what has come by it: [kind, bytes, adler32]"""
    def __init__(self, channel, is_local):
        self.channel, self.is_local = channel, is_local
        self.received, self.bodies, self.told = [], [], []
        channel.connect("on-buffered-amount-low", lambda _: self.told.append(
            f"low at {channel.get_property('buffered-amount')}"))
        channel.connect("on-open", lambda _: self.told.append("open"))
        channel.connect("on-close", lambda _: self.told.append("close"))
        channel.connect("on-error", lambda *_: self.told.append("error"))
        channel.connect("on-message-string", lambda _, text: self.add(
            "string", (text or "").encode()))
        channel.connect("on-message-data", lambda _, data: self.add(
            "data", data.get_data() if data else b""))

    def add(self, kind, data):
        self.received.append([kind, len(data), zlib.adler32(data)])
        self.bodies.append(data)

    def state(self):
        # webrtcbin begins with 0, which has no name
        state = self.channel.get_property("ready-state")
        return nick(state) if int(state) > 0 else "connecting"

    def seen(self):
        get = self.channel.get_property
        return {"label": get("label"), "protocol": get("protocol"),
                "id": get("id"), "ordered": get("ordered"),
                "retransmits": get("max-retransmits"),
                "lifetime": get("max-packet-lifetime"),
                "buffered": get("buffered-amount"),
                "state": self.state(), "told": self.told,
                "received": self.received, "local": self.is_local}


class Peer:
    def __init__(self, name, factory, properties):
        self.name, self.factory = name, factory
        self.pipe = Gst.Pipeline()
        self.rtc = Gst.ElementFactory.make(factory)
        if self.rtc is None:
            raise RuntimeError(f"no element {factory}")
        for key, value in properties.items():
            Gst.util_set_object_arg(self.rtc, key, str(value))
        self.pipe.add(self.rtc)
        self.sources, self.received = [], []
        self.channels = []
        self.rtc.connect("prepare-data-channel", lambda _, channel, is_local:
                         self.channels.append(Channel(channel, is_local)))
        self.rtc.connect("pad-added", self.on_pad)
        self.rtc.connect("on-ice-candidate", lambda _, mline, candidate:
                         self.tell("candidate", [mline, candidate]))
        self.rtc.connect("on-negotiation-needed",
                         lambda _: self.tell("needed", True))
        self.rtc.connect("on-new-transceiver", lambda _, transceiver:
                         self.tell("transceiver", nick(
                             transceiver.get_property("kind"))))
        for state in STATES:
            self.rtc.connect(f"notify::{state}", self.on_state, state)
        bus = self.pipe.get_bus()
        bus.set_sync_handler(self.on_message)
        self.pipe.set_state(Gst.State.PLAYING)

    def tell(self, event, value):
        write({"peer": self.name, "event": event, "value": value})

    def on_state(self, rtc, _, name):
        self.tell(name, nick(rtc.get_property(name)))

    def on_message(self, bus, message):
        if message.type == Gst.MessageType.ERROR:
            error, debug = message.parse_error()
            self.tell("bus-error", f"{message.src.get_name()}: "
                      f"{error.message} ({debug})")
        elif message.type == Gst.MessageType.ELEMENT:
            structure = message.get_structure()
            if structure.get_name() == "rtc-peer-failure":
                self.tell("failure", structure.get_value("reason"))
            elif structure.get_name() == "level":
                for r in list(self.received):
                    if message.src.get_parent() == r.bin:
                        r.on_level(structure)
        return Gst.BusSyncReply.DROP

    def on_pad(self, rtc, pad):
        if pad.get_direction() == Gst.PadDirection.SRC:
            received = media.Received(self.pipe, pad)
            self.received.append(received)
            self.tell("pad", pad.get_name())

    def transceivers(self):
        """In the order of making, as get-transceivers has them"""
        found = []
        while True:
            one = self.rtc.emit("get-transceiver", len(found))
            if one is None:
                return found
            found.append(one)

    def find(self, key):
        """A transceiver by its mid, or by its index"""
        if isinstance(key, int):
            return self.transceivers()[key]
        return next(t for t in self.transceivers()
                    if t.get_property("mid") == key)

    def promise(self, *call):
        """Emits an action with a promise; gives its reply, or raises"""
        done = threading.Event()
        replies = []

        def on_change(promise):
            replies.append((promise.get_reply(), promise))  # its owner
            done.set()
        self.rtc.emit(*call, Gst.Promise.new_with_change_func(on_change))
        if not done.wait(10):
            raise RuntimeError(f"{call[0]}: no reply to the promise")
        reply = replies[0][0]
        if reply is not None and reply.has_field("error"):
            raise RuntimeError(reply.get_value("error").message)
        return reply

    def single(self, codec, width, height, payload, profile):
        # webrtcbin compares profiles letter by letter, and does not say to
        # its pads which number the other side wants
        theirs = None
        if self.factory == "webrtcbin":
            theirs = self.description("remote-description")
            profile = "42e01f"
        chain = media.source(codec, width, height, profile)
        chain.get_by_name("pay").set_property(
            "pt", payload or theirs and media.payload_in(theirs["sdp"], codec)
            or media.payload_of(codec))
        return chain

    # --- commands ----------------------------------------------------------

    def do_add_source(self, codec, direction="sendrecv", pad="sink_%u",
                      start=True, payload=None, width=160, height=120, rids=None,
                      profile=None):
        """Asks for a pad and feeds it; start: its caps are known at once;
        rids: with so many simulcast layers"""
        if rids:
            chain = media.layers(codec, rids, width, height)
        else:
            chain = self.single(codec, width, height, payload, profile)
        if not start:
            chain.set_locked_state(True)
        self.pipe.add(chain)
        sink = self.rtc.request_pad_simple(pad)
        if sink is None:
            raise RuntimeError(f"no pad {pad}")
        chain.get_static_pad("src").link(sink)
        self.sources.append((chain, sink))
        transceiver = sink.get_property("transceiver")
        if transceiver is not None:
            transceiver.set_property("direction", getattr(
                DIRECTION, direction.upper()))
        if start:
            self.do_start(len(self.sources) - 1)
        return {"source": len(self.sources) - 1, "pad": sink.get_name(),
                "transceiver": self.index(transceiver)}

    def index(self, transceiver):
        return next((i for i, t in enumerate(self.transceivers())
                     if t == transceiver), None)

    def do_start(self, source):
        chain, sink = self.sources[source]
        known = threading.Event()

        def on_event(pad, info):
            if info.get_event().type == Gst.EventType.CAPS:
                known.set()
            return Gst.PadProbeReturn.OK
        sink.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, on_event)
        chain.set_locked_state(False)
        chain.sync_state_with_parent()
        if not known.wait(PATIENCE):
            raise RuntimeError("the source has no caps")
        # on their way into the element
        end = time.monotonic() + PATIENCE
        while sink.get_current_caps() is None and time.monotonic() < end:
            time.sleep(0.002)

    def do_remove_source(self, source):
        chain, sink = self.sources[source]
        chain.set_state(Gst.State.NULL)
        chain.get_static_pad("src").unlink(sink)
        self.pipe.remove(chain)
        self.rtc.release_request_pad(sink)

    def do_add_transceiver(self, direction, codec=None, caps=None, **more):
        caps = caps or ",".join([media.CAPS[codec]] + [
            f"{key}={value}" for key, value in more.items()])
        transceiver = self.rtc.emit(
            "add-transceiver", getattr(DIRECTION, direction.upper()),
            Gst.Caps.from_string(caps))
        return {"transceiver": self.index(transceiver)}

    def do_transceivers(self):
        return [{
            "name": t.get_name(), "mid": t.get_property("mid"),
            "mline": t.get_property("mlineindex"),
            "kind": nick(t.get_property("kind")),
            "direction": nick(t.get_property("direction")),
            "current": nick(t.get_property("current-direction")),
        } for t in self.transceivers()]

    def do_set_transceiver(self, transceiver, direction=None, codec=None,
                           **properties):
        one = self.find(transceiver)
        if direction:
            one.set_property("direction", getattr(
                DIRECTION, direction.upper()))
        if codec:
            one.set_property("codec-preferences",
                             Gst.Caps.from_string(media.CAPS[codec]))
        for key, value in properties.items():
            Gst.util_set_object_arg(one, key, str(value))

    def do_stop(self, transceiver):
        self.find(transceiver).emit("stop")

    def do_create(self, type, options=None):
        structure = None
        if options:
            structure = Gst.Structure.new_from_string("options," + ",".join(
                f"{key}=({'boolean' if isinstance(value, bool) else 'int'})"
                f"{str(value).lower()}" for key, value in options.items()))
        reply = self.promise(f"create-{type}", structure)
        return reply.get_value(type).sdp.as_text()

    def do_set(self, side, type, sdp=""):
        _, message = GstSdp.SDPMessage.new()
        if type != "rollback":
            result, message = GstSdp.SDPMessage.new_from_text(sdp)
            if result != GstSdp.SDPResult.OK:
                raise RuntimeError("GstSDP cannot read this")
        description = GstWebRTC.WebRTCSessionDescription.new(
            getattr(TYPE, type.upper()), message)
        self.promise(f"set-{side}-description", description)

    def description(self, name):
        found = self.rtc.get_property(name)
        return found and {"type": nick(found.type),
                          "sdp": found.sdp.as_text()}

    def do_description(self, name):
        return self.description(name)

    def do_candidate(self, mline, candidate):
        self.rtc.emit("add-ice-candidate", mline, candidate)

    def do_get(self, name):
        return plain(self.rtc.get_property(name))

    def do_stats(self):
        reply = plain(self.promise("get-stats", None))
        return [s for s in reply.values() if isinstance(s, dict)]

    def do_received(self):
        return [r.seen() for r in self.received]

    def do_reset(self):
        for r in self.received:
            r.reset()

    def do_channel(self, label, **options):
        """ordered, protocol, negotiated, id, max-retransmits…"""
        structure = Gst.Structure.new_empty("options")
        for key, value in options.items():
            structure.set_value(key.replace("_", "-"), value)
        if self.rtc.emit("create-data-channel", label, structure) is None:
            raise RuntimeError("no data channel")
        return len(self.channels) - 1

    def do_channels(self):
        return [c.seen() for c in self.channels]

    def do_say(self, channel, messages, close=False):
        """Texts, and sizes of bytes; close: at once, with all of it queued"""
        one = self.channels[channel].channel
        for message in messages:
            if isinstance(message, str):
                one.send_string_full(message)
            else:
                one.send_data_full(
                    GLib.Bytes.new(content(message)) if message else None)
        if close:
            self.do_end(channel)

    def do_body(self, channel, index):
        return base64.b64encode(self.channels[channel].bodies[index]).decode()

    def do_low(self, channel, threshold):
        self.channels[channel].channel.set_property(
            "buffered-amount-low-threshold", threshold)

    def do_end(self, channel):
        self.channels[channel].channel.emit("close")

    def do_sctp(self):
        sctp = self.rtc.get_property("sctp-transport")
        return sctp and {"state": nick(sctp.get_property("state")),
                         "size": sctp.get_property("max-message-size"),
                         "channels": sctp.get_property("max-channels")}

    def do_close(self):
        """As an application ends: the pipeline goes to NULL"""
        result = self.pipe.set_state(Gst.State.NULL)
        peers.pop(self.name, None)
        return nick(result)


peers = {}


def do(peer, do, **arguments):
    if do == "make":
        peers[peer] = Peer(peer, **arguments)
        return None
    return getattr(peers[peer], "do_" + do)(**arguments)


def main():
    Gst.init(None)
    for line in sys.stdin:
        request = json.loads(line)
        number = request.pop("n")
        try:
            write({"n": number, "ok": do(**request)})
        except Exception as error:  # the test that asked shall see it
            write({"n": number, "error": f"{error}" or repr(error)})
    for peer in list(peers.values()):
        peer.do_close()


main()
