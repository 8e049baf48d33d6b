# SPDX-License-Identifier: LGPL-2.1-or-later
"""A WHEP client on aiortc.  aiortc-client.py URL SECONDS

Prints one JSON object: how many frames of each kind came, how many of the
pictures differed from the one before, and the loudest audio sample.
"""
import asyncio
import json
import sys
import urllib.parse
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription


async def count(track, seen, until):
    last = None
    while asyncio.get_running_loop().time() < until:
        try:
            frame = await asyncio.wait_for(track.recv(), 5)
        except asyncio.TimeoutError:
            return
        seen[track.kind] += 1
        if track.kind == "video":
            content = bytes(frame.planes[0])
            seen["changed"] += content != last
            last = content
        else:
            samples = memoryview(bytes(frame.planes[0])).cast("h")
            seen["peak"] = max(seen["peak"], max(map(abs, samples)))


async def play(url, seconds):
    pc = RTCPeerConnection()
    seen = {"video": 0, "changed": 0, "audio": 0, "peak": 0}
    tasks = []
    until = asyncio.get_running_loop().time() + seconds

    @pc.on("track")
    def on_track(track):
        tasks.append(asyncio.ensure_future(count(track, seen, until)))

    pc.addTransceiver("video", direction="recvonly")
    pc.addTransceiver("audio", direction="recvonly")
    await pc.setLocalDescription(await pc.createOffer())
    request = urllib.request.Request(
        url, pc.localDescription.sdp.encode(), method="POST",
        headers={"Content-Type": "application/sdp"})
    with urllib.request.urlopen(request, timeout=10) as response:
        location = response.headers["Location"]
        answer = response.read().decode()
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.gather(*tasks)
    gone = urllib.request.Request(
        urllib.parse.urljoin(url, location), method="DELETE")
    urllib.request.urlopen(gone, timeout=10).close()
    await pc.close()
    print(json.dumps(seen))


asyncio.run(play(sys.argv[1], float(sys.argv[2])))
