#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Language bindings see objects of libgstwebrtc's types: properties, typed calls
and signals work from Python as they do with webrtcbin's."""
import gi
gi.require_versions({'Gst': '1.0', 'GstSdp': '1.0', 'GstWebRTC': '1.0'})
from gi.repository import Gst, GstSdp, GstWebRTC

DIRECTION = GstWebRTC.WebRTCRTPTransceiverDirection
FINGERPRINT = 'sha-256 ' + ':'.join(f'{i:02X}' for i in range(32))
VP8 = ('application/x-rtp,media=video,encoding-name=VP8,payload=96,'
       'clock-rate=90000')


def check(what, seen, wanted):
    assert seen == wanted, f'{what}: {seen}, not {wanted}'
    print(f'ok {what}')


Gst.init(None)
negotiator = Gst.ElementFactory.make('rtcnegotiator')
negotiator.set_property('fingerprint', FINGERPRINT)
announced = []
negotiator.connect('on-new-transceiver', lambda _, t: announced.append(t))

transceiver = negotiator.emit('add-transceiver', DIRECTION.SENDONLY,
                              Gst.Caps.from_string(VP8))
check('type', isinstance(transceiver, GstWebRTC.WebRTCRTPTransceiver), True)
check('announced', announced, [transceiver])
check('direction', transceiver.props.direction, DIRECTION.SENDONLY)
check('kind', transceiver.props.kind, GstWebRTC.WebRTCKind.VIDEO)
check('mid', transceiver.props.mid, None)
check('codec-preferences', transceiver.props.codec_preferences.get_size(), 1)
check('receiver', isinstance(transceiver.props.receiver,
                             GstWebRTC.WebRTCRTPReceiver), True)

sender = transceiver.props.sender
check('sender', isinstance(sender, GstWebRTC.WebRTCRTPSender), True)
sender.set_priority(GstWebRTC.WebRTCPriorityType.HIGH)
check('priority', sender.props.priority, GstWebRTC.WebRTCPriorityType.HIGH)

noticed = []
transceiver.connect('notify::mid', lambda t, _: noticed.append(t.props.mid))
promise = Gst.Promise.new()
negotiator.emit('set-local-description', None, promise)
check('promise', promise.wait(), Gst.PromiseResult.REPLIED)
check('notify', noticed, ['video0'])
local = negotiator.get_property('local-description')
check('description', local.type, GstWebRTC.WebRTCSDPType.OFFER)
check('sections', local.sdp.medias_len(), 1)

_, sdp = GstSdp.SDPMessage.new_from_text('v=0\r\n')
promise = Gst.Promise.new()
negotiator.emit('set-remote-description',
                GstWebRTC.WebRTCSessionDescription.new(
                    GstWebRTC.WebRTCSDPType.ANSWER, sdp), promise)
check('error', promise.get_reply().has_field('error'), True)
