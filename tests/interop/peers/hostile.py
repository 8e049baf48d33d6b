# SPDX-License-Identifier: LGPL-2.1-or-later
"""connections.py with a mind to do harm: aiortc, which has SCTP in Python,
sends what no application can make it send, and survives the answers."""
import asyncio
import os
import struct

import connections
from connections import Peer, main

DCEP, STRING, BINARY = 50, 51, 53
LABEL = b"x" * 1000


def open_message(label=LABEL, protocol=b"", kind=0, says=None):
    return struct.pack("!BBHLHH", 3, kind, 256, 0,
                       len(label) if says is None else says,
                       len(protocol)) + label + protocol


class Hostile(Peer):
    async def send(self, stream, ppid, data):
        await self.pc.sctp._send(stream, ppid, data)

    async def do_survive(self):
        """What the library asserts of others' manners is not our subject"""
        sctp = self.pc.sctp
        receive = sctp._data_channel_receive

        async def careless(*args):
            try:
                await receive(*args)
            except (AssertionError, KeyError):
                pass
        sctp._data_channel_receive = careless

    async def do_oversize(self, stream, size):
        # Not to be waited for: it ends in an ABORT
        asyncio.ensure_future(self.send(stream, BINARY, bytes(size)))

    async def do_ppids(self, stream):
        for ppid in (0, 1, 49, 55, 58, 99, 0x7fffffff, 0xffffffff):
            await self.send(stream, ppid, b"garbage")

    async def do_nowhere(self):
        for stream in (200, 201, 999):
            await self.send(stream, STRING, b"nobody is there")

    async def do_dcep(self, stream):
        for message in (b"\0", b"\3", b"\3" * 11, b"\xff" * 64, os.urandom(999),
                        open_message(says=65535), open_message(says=0),
                        open_message(kind=0x7f), b"\1" + open_message()[1:],
                        open_message() + b"more"):
            await self.send(stream, DCEP, message)
            await self.send(301, DCEP, message)
        # Of a channel that nobody has opened
        await self.send(303, DCEP, b"\2")

    async def do_opens(self, streams):
        for stream in streams:
            await self.send(stream, DCEP, open_message())

    async def do_keepResets(self):
        """Answers no request to reset streams, and asks for none"""
        async def nothing(param):
            pass
        self.pc.sctp._receive_reconfig_param = nothing


connections.Peer = Hostile

if __name__ == "__main__":
    asyncio.run(main())
