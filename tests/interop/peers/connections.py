# SPDX-License-Identifier: LGPL-2.1-or-later
"""Peer connections of aiortc with data channels, moved by one JSON object a
line as lib/peer/driver.py is.  Peer.do_* below are the commands."""
import asyncio
import base64
import json
import sys
import zlib

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

STATES = {"connection-state": "connectionState",
          "ice-connection-state": "iceConnectionState",
          "ice-gathering-state": "iceGatheringState",
          "signaling-state": "signalingState"}


def write(message):
    print(json.dumps(message), flush=True)


def content(size):
    return bytes((i * 7 + (i >> 8) + size * 13) & 255 for i in range(size))


class Channel:
    """A data channel and what has come by it: [kind, bytes, adler32]"""
    def __init__(self, channel, is_local):
        self.channel, self.is_local = channel, is_local
        self.received, self.bodies, self.told = [], [], []
        for event in "open", "close":
            channel.on(event, lambda event=event: self.told.append(event))
        channel.on("bufferedamountlow", lambda: self.told.append(
            f"low at {channel.bufferedAmount}"))
        channel.on("message", self.on_message)

    def on_message(self, message):
        is_text = isinstance(message, str)
        body = message.encode() if is_text else message
        self.received.append(["string" if is_text else "data", len(body),
                              zlib.adler32(body)])
        self.bodies.append(body)

    def seen(self):
        one = self.channel
        number = (lambda value: -1 if value is None else value)
        return {"label": one.label, "protocol": one.protocol, "id": one.id,
                "ordered": one.ordered, "state": one.readyState,
                "retransmits": number(one.maxRetransmits),
                "lifetime": number(one.maxPacketLifeTime),
                "buffered": one.bufferedAmount, "told": self.told,
                "received": self.received, "local": self.is_local}


class Peer:
    def __init__(self, name, legacy=True):
        self.name, self.channels = name, []
        self.pc = RTCPeerConnection()
        # How it offers: "DTLS/SCTP 5000", or as RFC 8841 has it
        self.pc._sctpLegacySdp = legacy
        for event, attribute in STATES.items():
            self.pc.on(attribute.lower() + "change",
                       lambda e=event, a=attribute: self.tell(
                           e, getattr(self.pc, a)))
        self.pc.on("datachannel", lambda channel: self.channels.append(
            Channel(channel, False)))

    def tell(self, event, value):
        write({"peer": self.name, "event": event, "value": value})

    async def do_create(self, type, options=None):
        make = self.pc.createOffer if type == "offer" else self.pc.createAnswer
        self.made = await make()
        return self.made.sdp

    async def do_setLocal(self, type, sdp):
        await self.pc.setLocalDescription(RTCSessionDescription(sdp, type))

    async def do_setRemote(self, type, sdp):
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp, type))

    async def do_addCandidate(self, mline, candidate):
        one = candidate_from_sdp(candidate.split(":", 1)[1])
        one.sdpMLineIndex = mline
        await self.pc.addIceCandidate(one)

    def description(self, one):
        return one and {"type": one.type, "sdp": one.sdp}

    async def do_local(self):
        return self.description(self.pc.localDescription)

    async def do_remote(self):
        return self.description(self.pc.remoteDescription)

    async def do_channel(self, label, ordered=True, protocol="",
                         negotiated=False, id=None, max_retransmits=None,
                         max_packet_lifetime=None):
        self.channels.append(Channel(self.pc.createDataChannel(
            label, max_packet_lifetime, max_retransmits, ordered, protocol,
            negotiated, id), True))
        return len(self.channels) - 1

    async def do_channels(self):
        return [c.seen() for c in self.channels]

    async def do_say(self, channel, messages, close=False):
        one = self.channels[channel].channel
        for message in messages:
            one.send(message if isinstance(message, str) else content(message))
        if close:
            one.close()

    async def do_body(self, channel, index):
        return base64.b64encode(self.channels[channel].bodies[index]).decode()

    async def do_low(self, channel, threshold):
        one = self.channels[channel].channel
        one.bufferedAmountLowThreshold = threshold

    async def do_end(self, channel):
        self.channels[channel].channel.close()

    async def do_close(self):
        await self.pc.close()


peers = {}


async def answer(request):
    number, peer = request.pop("n"), request.pop("peer")
    command = request.pop("do")
    try:
        if command == "make":
            peers[peer] = Peer(peer, **request)
            result = None
        else:
            result = await getattr(peers[peer], "do_" + command)(**request)
        write({"n": number, "ok": result})
    except Exception as error:  # the test that asked shall see it
        write({"n": number, "error": f"{error}" or repr(error)})


async def main():
    reader = asyncio.StreamReader(limit=1 << 26)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    # As they come: one at a time
    async for line in reader:
        await answer(json.loads(line))


if __name__ == "__main__":
    asyncio.run(main())
