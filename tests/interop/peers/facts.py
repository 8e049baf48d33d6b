# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks at what rtcsink sends, decrypted.  facts.py URL SECONDS

Two players on aiortc, the second comes later.  Prints one JSON object with
what the second one saw in RTP and RTCP packets.
"""
import asyncio
import json
import re
import struct
import sys
import time
import urllib.parse
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.rtcdtlstransport import RTCDtlsTransport

TAG = 10  # of AES_CM_128_HMAC_SHA1_80
EXTENSIONS = {
    "playout-delay": "http://www.webrtc.org/experiments/rtp-hdrext/",
    "transport-wide-cc-extensions-01":
        "http://www.ietf.org/id/draft-holmer-rmcat-",
}
FIRST_ID = 9
seen = {}  # a transport's packets


def note(original, kind):
    async def handle(self, data, *args, **kwargs):
        seen.setdefault(self, []).append((time.time(), kind, bytes(data)))
        return await original(self, data, *args, **kwargs)
    return handle


for name, kind in ("_handle_rtp_data", "rtp"), ("_handle_rtcp_data", "rtcp"):
    setattr(RTCDtlsTransport, name,
            note(getattr(RTCDtlsTransport, name), kind))


def more_extensions(sdp):
    lines = "".join(f"a=extmap:{i} {prefix}{name}\r\n" for i, (name, prefix)
                    in enumerate(EXTENSIONS.items(), FIRST_ID))
    return re.sub(r"(a=mid:.*\r\n)", r"\1" + lines.replace("\\", ""), sdp)


async def play(url):
    pc = RTCPeerConnection()
    for kind in "video", "audio":
        pc.addTransceiver(kind, direction="recvonly")
    hole = MediaBlackhole()
    pc.on("track", hole.addTrack)
    await pc.setLocalDescription(await pc.createOffer())
    offer = more_extensions(pc.localDescription.sdp)

    def post():
        with urllib.request.urlopen(urllib.request.Request(
                url, offer.encode(), method="POST",
                headers={"Content-Type": "application/sdp"})) as response:
            return (urllib.parse.urljoin(url, response.headers["Location"]),
                    response.read().decode())
    location, answer = await asyncio.to_thread(post)
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await hole.start()
    return pc, location, answer


async def leave(pc, location):
    await asyncio.to_thread(lambda: urllib.request.urlopen(
        urllib.request.Request(location, method="DELETE")).close())
    await asyncio.sleep(1)  # for BYE
    await pc.close()


def extensions(data):
    """Ids and values of RFC 8285's one-byte form, and where the payload is."""
    end = 12 + 4 * (data[0] & 15)
    found = {}
    if data[0] & 0x10:
        profile, words = struct.unpack_from("!HH", data, end)
        pos, end = end + 4, end + 4 + 4 * words
        assert profile == 0xBEDE, hex(profile)
        while pos < end:
            if data[pos] == 0:
                pos += 1
                continue
            size = (data[pos] & 15) + 1
            found[data[pos] >> 4] = data[pos + 1:pos + 1 + size]
            pos += 1 + size
    return found, end


def vp8_key(payload):
    """RFC 7741: past the descriptor the lowest bit says "not a key frame"."""
    pos = 1
    if payload[0] & 0x80:
        flags = payload[1]
        pos = 2
        if flags & 0x80:
            pos += 2 if payload[pos] & 0x80 else 1
        pos += bool(flags & 0x40) + bool(flags & 0x30)
    return payload[pos] & 1 == 0


def rtp_facts(packets):
    streams = {}
    for when, _, data in packets:
        pt, seq, stamp, ssrc = struct.unpack_from("!xBHII", data)
        found, start = extensions(data)
        s = streams.setdefault(ssrc, {
            "pt": pt & 127, "packets": 0, "gaps": 0, "backwards": 0,
            "padding": 0, "largest": 0, "extensions": set(), "delays": set(),
            "first": data[start:], "last": None, "arrivals": []})
        if s["last"]:
            s["gaps"] += seq != (s["last"][0] + 1) % 65536
            s["backwards"] += (stamp - s["last"][1]) % 2**32 >= 2**31
        s["packets"] += 1
        s["padding"] += data[0] >> 5 & 1
        s["largest"] = max(s["largest"], len(data) + TAG)
        s["extensions"] |= set(found)
        if FIRST_ID in found:
            s["delays"].add(found[FIRST_ID].hex())
        s["last"] = seq, stamp
        s["arrivals"].append((when, stamp))
    return streams


def parts(data):
    while data:
        size = 4 * (struct.unpack_from("!H", data, 2)[0] + 1)
        yield data[1], data[:size]
        data = data[size:]


def reports(packets):
    orders, found = [], {}
    for when, _, data in packets:
        kinds = [kind for kind, _ in parts(data)]
        if kinds not in orders:
            orders.append(kinds)
        for kind, part in parts(data):
            if kind == 200:
                ssrc, sec, frac, stamp = struct.unpack_from("!IIII", part, 4)
                found.setdefault(ssrc, []).append(
                    (when, sec - 2208988800 + frac / 2**32, stamp))
    return orders, found


def lateness(arrivals, report, rate):
    """Milliseconds from capture, by the report's clocks, to arrival."""
    _, ntp, stamp = report
    late = sorted(
        when - ntp - ((s - stamp + 2**31) % 2**32 - 2**31) / rate
        for when, s in arrivals)
    return round(1000 * late[len(late) // 2], 1)


async def main(url, seconds):
    first = await play(url)
    await asyncio.sleep(3)
    before = set(seen)
    second = await play(url)
    await asyncio.sleep(seconds)
    await leave(*second[:2])
    await leave(*first[:2])

    mine = [p for t, list_ in seen.items() if t not in before for p in list_]
    streams = rtp_facts([p for p in mine if p[1] == "rtp"])
    orders, sent = reports([p for p in mine if p[1] == "rtcp"])
    answer = second[2]
    result = {"rtcp": orders,
              "announced": sorted(map(int, set(
                  re.findall(r"a=ssrc:(\d+)", answer)))),
              "extmap": {int(i): uri.split("/")[-1].split(":")[-1]
                         for i, uri in re.findall(
                             r"a=extmap:(\d+) (\S+)", answer)},
              "streams": {}}
    for ssrc, s in streams.items():
        clock = int(re.search(rf"a=rtpmap:{s['pt']} \w+/(\d+)", answer)[1])
        name = re.search(rf"a=rtpmap:{s['pt']} (\w+)/", answer)[1]
        srs = sent.get(ssrc, [])
        result["streams"][ssrc] = {
            **{k: s[k] for k in ("pt", "packets", "gaps", "backwards",
                                 "padding", "largest")},
            "codec": name, "extensions": sorted(s["extensions"]),
            "playoutDelay": sorted(s["delays"]),
            "firstIsKey": vp8_key(s["first"]) if name == "VP8" else None,
            "reports": len(srs),
            # how far the clocks of the first and last report are apart, ms
            "drift": round(1000 * (
                srs[-1][1] - srs[0][1]
                - (srs[-1][2] - srs[0][2]) % 2**32 / clock), 2)
            if len(srs) > 1 else None,
            "late": lateness(s["arrivals"], srs[-1], clock) if srs else None,
        }
    print(json.dumps(result))


asyncio.run(main(sys.argv[1], float(sys.argv[2])))
