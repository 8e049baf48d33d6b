# SPDX-License-Identifier: LGPL-2.1-or-later
"""A WHEP client on GStreamer's webrtcbin.  webrtcbin.py URL SECONDS

Prints one JSON object: how many RTP packets of each kind came, whether they
were numbered without a gap, and how many pictures were decoded.
"""
import json
import sys
import urllib.parse
import urllib.request

import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC

VIDEO = ("application/x-rtp,media=video,encoding-name=VP8,payload=96,"
         "clock-rate=90000,rtcp-fb-nack=true,rtcp-fb-nack-pli=true")
AUDIO = ("application/x-rtp,media=audio,encoding-name=OPUS,payload=97,"
         "clock-rate=48000,encoding-params=(string)2")


class Player:
    def __init__(self, url, seconds):
        self.url, self.seconds = url, seconds
        self.seen = {kind: {"packets": 0, "gaps": 0}
                     for kind in ("video", "audio")}
        self.seen["pictures"] = 0
        self.location = None
        self.loop = GLib.MainLoop()
        self.pipe = Gst.Pipeline()
        self.rtc = Gst.ElementFactory.make("webrtcbin")
        self.rtc.set_property("bundle-policy", 3)
        self.pipe.add(self.rtc)
        self.rtc.connect("pad-added", self.on_pad)
        self.rtc.connect("notify::ice-gathering-state", self.on_gathering)
        self.pipe.set_state(Gst.State.PLAYING)
        for caps in VIDEO, AUDIO:
            self.rtc.emit(
                "add-transceiver",
                GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                Gst.Caps.from_string(caps))
        self.rtc.emit("create-offer", None,
                      Gst.Promise.new_with_change_func(self.on_offer))

    def on_offer(self, promise):
        reply = promise.get_reply()  # holds the offer
        offer = reply.get_value("offer")
        self.rtc.emit("set-local-description", offer, None)

    # webrtcbin's threads must not wait for HTTP
    def on_gathering(self, rtc, _):
        done = GstWebRTC.WebRTCICEGatheringState.COMPLETE
        if rtc.get_property("ice-gathering-state") == done:
            GLib.idle_add(self.post)

    def post(self):
        offer = self.rtc.get_property("local-description").sdp.as_text()
        request = urllib.request.Request(
            self.url, offer.encode(), method="POST",
            headers={"Content-Type": "application/sdp"})
        with urllib.request.urlopen(request, timeout=10) as response:
            self.location = response.headers["Location"]
            text = response.read().decode()
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        answer = GstWebRTC.WebRTCSessionDescription.new(
            GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.rtc.emit("set-remote-description", answer, None)
        GLib.timeout_add(self.seconds * 1000, self.loop.quit)

    def on_pad(self, rtc, pad):
        caps = pad.get_current_caps()
        kind = caps.get_structure(0).get_string("media")
        pad.add_probe(Gst.PadProbeType.BUFFER, self.on_rtp, [kind, None])
        chain = ("rtpvp8depay ! vp8dec ! fakesink name=end"
                 if kind == "video" else "fakesink name=end")
        end = Gst.parse_bin_from_description(f"queue ! {chain}", True)
        if kind == "video":
            end.get_by_name("end").get_static_pad("sink").add_probe(
                Gst.PadProbeType.BUFFER, self.on_picture)
        self.pipe.add(end)
        end.sync_state_with_parent()
        pad.link(end.get_static_pad("sink"))

    def on_rtp(self, pad, info, state):
        number = int.from_bytes(info.get_buffer().extract_dup(2, 2), "big")
        seen = self.seen[state[0]]
        seen["packets"] += 1
        if state[1] is not None and number != (state[1] + 1) % 65536:
            seen["gaps"] += 1
        state[1] = number
        return Gst.PadProbeReturn.OK

    def on_picture(self, pad, info):
        self.seen["pictures"] += 1
        return Gst.PadProbeReturn.OK

    def run(self):
        GLib.timeout_add_seconds(20, self.loop.quit)
        self.loop.run()
        if self.location:
            urllib.request.urlopen(urllib.request.Request(
                urllib.parse.urljoin(self.url, self.location),
                method="DELETE"), timeout=10).close()
        print(json.dumps(self.seen))
        self.pipe.set_state(Gst.State.NULL)


Gst.init(None)
Player(sys.argv[1], int(sys.argv[2])).run()
