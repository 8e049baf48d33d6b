# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is sent into a peer connection, and what comes out of it is counted."""
import re
import threading
import time

import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtp", "1.0")
from gi.repository import Gst, GstRtp  # noqa: extensions are its objects

TEST = "videotestsrc is-live=true pattern=ball ! " \
    "video/x-raw,width={width},height={height},framerate=20/1"
# A key frame comes when it is asked for, hardly ever of its own
PICTURES = {
    "VP8": "vp8enc threads=1 deadline=1 keyframe-max-dist=600 "
           "target-bitrate=200000 ! rtpvp8pay name=pay picture-id-mode=2",
    "VP9": "vp9enc threads=1 deadline=1 cpu-used=8 keyframe-max-dist=600 "
           "! rtpvp9pay name=pay",
    "H264": "x264enc tune=zerolatency speed-preset=ultrafast threads=1 "
            "key-int-max=600 bitrate=300 ! "
            "video/x-h264,profile=constrained-baseline ! "
            "rtph264pay name=pay config-interval=-1 "
            "aggregate-mode=zero-latency",
}
SOUNDS = {
    "OPUS": "audiotestsrc is-live=true wave=sine freq=440 volume=0.3 ! "
            "audio/x-raw,rate=48000,channels=2 ! opusenc ! "
            "rtpopuspay name=pay",
    "PCMU": "audiotestsrc is-live=true wave=sine freq=440 volume=0.3 ! "
            "audio/x-raw,rate=8000,channels=1 ! mulawenc ! "
            "rtppcmupay name=pay",
    "PCMA": "audiotestsrc is-live=true wave=sine freq=440 volume=0.3 ! "
            "audio/x-raw,rate=8000,channels=1 ! alawenc ! "
            "rtppcmapay name=pay",
}
# As an application says it to add-transceiver
CAPS = {
    "VP8": "application/x-rtp,media=video,encoding-name=VP8,payload=96,"
           "clock-rate=90000,rtcp-fb-nack-pli=true",
    "VP9": "application/x-rtp,media=video,encoding-name=VP9,payload=98,"
           "clock-rate=90000,rtcp-fb-nack-pli=true",
    "H264": "application/x-rtp,media=video,encoding-name=H264,payload=102,"
            "clock-rate=90000,packetization-mode=(string)1,"
            "profile-level-id=(string)42e01f,rtcp-fb-nack-pli=true",
    "OPUS": "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,"
            "clock-rate=48000,encoding-params=(string)2",
    "PCMU": "application/x-rtp,media=audio,encoding-name=PCMU,payload=0,"
            "clock-rate=8000",
    "PCMA": "application/x-rtp,media=audio,encoding-name=PCMA,payload=8,"
            "clock-rate=8000",
}
DECODERS = {
    "VP8": "rtpvp8depay ! vp8dec",
    "VP9": "rtpvp9depay ! vp9dec",
    "H264": "rtph264depay ! h264parse ! openh264dec",
    "OPUS": "rtpopusdepay ! opusdec ! level name=level interval=100000000",
    "PCMU": "rtppcmudepay ! mulawdec ! level name=level interval=100000000",
    "PCMA": "rtppcmadepay ! alawdec ! level name=level interval=100000000",
}


def source(codec, width, height, profile=None):
    """profile: what caps are to say of H.264, where x264enc says 42c0.."""
    line = SOUNDS.get(codec) or \
        TEST.format(width=width, height=height) + " ! " + PICTURES[codec]
    if profile and codec == "H264":
        line += " ! capssetter caps=application/x-rtp," \
            f"profile-level-id=(string){profile}"
    bin_ = Gst.parse_bin_from_description(
        line + " ! queue name=out max-size-buffers=0 max-size-bytes=0", False)
    bin_.add_pad(Gst.GhostPad.new(
        "src", bin_.get_by_name("out").get_static_pad("src")))
    return bin_


EXTENSIONS = {"rtphdrextmid": "urn:ietf:params:rtp-hdrext:sdes:mid",
              "rtphdrextstreamid":
                  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"}


def layers(codec, rids, width, height):
    """One pad with a stream a layer, each half as wide as the one before; the
    caps say a=rid and a=simulcast, the payloaders write the RID.  A request
    for a key frame is lost in rtpfunnel: they come every second."""
    caps = CAPS[codec]  # of which the funnel says nothing
    for number, uri in enumerate(EXTENSIONS.values(), 1):
        caps += f",extmap-{number}=(string){uri}"
    for rid in rids:
        caps += f",rid-{rid}=(string)send"
    caps += f',a-simulcast=(string)"send {";".join(rids)}"'
    lines = ["rtpfunnel name=all ! capssetter name=say ! queue name=out"]
    for i, rid in enumerate(rids):
        lines.append(
            TEST.format(width=width >> i, height=height >> i) + " ! " +
            PICTURES[codec].replace("name=pay", f"name=pay{i}").replace(
                "=600", "=20") +
            f" pt={payload_of(codec)} ! queue ! all.")
    bin_ = Gst.parse_bin_from_description(" ".join(lines), False)
    bin_.get_by_name("say").set_property("caps", Gst.Caps.from_string(caps))
    for i, rid in enumerate(rids):
        for number, name in enumerate(EXTENSIONS, 1):
            extension = Gst.ElementFactory.make(name)
            extension.set_property(
                *(("rid", rid) if number == 2 else ("mid", "video0")))
            extension.set_id(number)
            bin_.get_by_name(f"pay{i}").emit("add-extension", extension)
    bin_.add_pad(Gst.GhostPad.new(
        "src", bin_.get_by_name("out").get_static_pad("src")))
    return bin_


def payload_of(codec):
    return Gst.Caps.from_string(CAPS[codec]).get_structure(0).get_int(
        "payload").value


def payload_in(sdp, codec):
    """The number that a description gives to the codec, or None"""
    for number, name in re.findall(r"a=rtpmap:(\d+) (\w+)/", sdp):
        if name.upper() == codec:
            return int(number)
    return None


class Received:
    """One src pad's media: decoded and counted"""

    def __init__(self, pipe, pad):
        self.pad = pad
        self.lock = threading.Lock()
        self.packets = self.decoded = 0
        self.gap = 0.0
        self.last = self.level = None
        self.ended = False
        caps = pad.get_current_caps() or pad.query_caps(None)
        self.caps = caps.to_string()
        self.format = caps.get_structure(0)
        self.codec = (self.format.get_string("encoding-name") or "").upper()
        line = DECODERS.get(self.codec)
        self.bin = Gst.parse_bin_from_description(
            "queue name=in ! " + (line + " ! " if line else "") +
            "fakesink name=end sync=false async=false", False)
        entry = Gst.GhostPad.new(
            "sink", self.bin.get_by_name("in").get_static_pad("sink"))
        self.bin.add_pad(entry)
        pad.add_probe(Gst.PadProbeType.BUFFER, self.on_packet)
        pad.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, self.on_event)
        self.bin.get_by_name("end").get_static_pad("sink").add_probe(
            Gst.PadProbeType.BUFFER, self.on_decoded)
        pipe.add(self.bin)
        self.bin.sync_state_with_parent()
        pad.link(entry)

    def on_packet(self, pad, info):
        self.packets += 1
        return Gst.PadProbeReturn.OK

    def on_event(self, pad, info):
        if info.get_event().type == Gst.EventType.EOS:
            self.ended = True
        return Gst.PadProbeReturn.OK

    def on_decoded(self, pad, info):
        now = time.monotonic()
        with self.lock:
            if self.last is not None:
                self.gap = max(self.gap, now - self.last)
            self.last = now
            self.decoded += 1
        return Gst.PadProbeReturn.OK

    def on_level(self, structure):
        loudest = max(structure.get_value("rms"))
        with self.lock:
            self.level = max(self.level or -700, loudest)

    def reset(self):
        with self.lock:
            self.gap, self.level = 0.0, None

    def seen(self):
        transceiver = self.pad.get_property("transceiver")
        with self.lock:
            # A stream that has stopped is a gap until now
            quiet = time.monotonic() - self.last if self.last else 0
            return {
                "pad": self.pad.get_name(), "caps": self.caps,
                "kind": self.format.get_string("media"), "codec": self.codec,
                "mid": transceiver.get_property("mid")
                if transceiver else None,
                "packets": self.packets, "count": self.decoded,
                "level": self.level, "ended": self.ended,
                "gap": round(1000 * max(self.gap, quiet)),
            }
