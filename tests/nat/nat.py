#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Connects two peers through NATs made of network namespaces.

    host-a -- nat-a -- wan (STUN, TURN) -- nat-b -- host-b

nat.py PEER [--delay MS] [--only TYPE-TYPE]: says for each pair of NAT types
which path was taken, and fails if a relay was used where a direct path exists.
Last comes a firewall that lets nothing out but TLS: "tls-port", by turns:.
Needs root, nft, ip, openssl and turnserver; exits with 77 without them.

nat.py --hold TYPE-TYPE: builds the networks, prints the names of the two
hosts' namespaces and keeps all up until its input ends.  Host A serves TCP
port 8080 to the world, which is what a signalling server needs.
"""

import argparse
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

TYPES = ['full', 'address', 'port', 'symmetric']
# without a relay these cannot connect: nobody can know the port to send to
RELAYED = [{'symmetric'}, {'symmetric', 'port'}]

MASQUERADE = '''
table ip nat {
  chain post {
    type nat hook postrouting priority 100;
    oifname "wan" masquerade %s
  }
}
'''

# An accepted packet would leave a connection entry that shifts the port
CLOSED = '''
table ip filter {
  chain input {
    type filter hook input priority 0;
    iifname "wan" ct state established,related accept
    iifname "wan" drop
  }
  chain forward {
    type filter hook forward priority 10;
    iifname "wan" ct state established,related accept
    %s
    iifname "wan" drop
  }
}
'''

CONE = '''
table ip cone {
  map owner {
    type inet_service : ipv4_addr
    size 65535
    flags dynamic,timeout
    timeout 5m
  }
  set seen {
    type inet_service . ipv4_addr
    size 65535
    flags dynamic,timeout
    timeout 5m
  }
  chain learn {
    type filter hook forward priority 0;
    iifname "lan" update @owner { udp sport : ip saddr }
    iifname "lan" update @seen { udp sport . ip daddr }
    %s
  }
  chain pre {
    type nat hook prerouting priority -100;
    iifname "wan" udp dport 1024-65535 dnat to udp dport map @owner
  }
}
'''

NOT_SEEN = 'iifname "wan" ct state new udp dport . ip saddr != @seen drop'
DNAT = 'ct status dnat accept'

RULES = {
    'full': MASQUERADE % '' + CLOSED % DNAT + CONE % '',
    'address': MASQUERADE % '' + CLOSED % DNAT + CONE % NOT_SEEN,
    'port': MASQUERADE % '' + CLOSED % '',
    'symmetric': MASQUERADE % 'random,fully-random' + CLOSED % '',
}

# Not a type of the table above: a firewall that lets no UDP through
NO_UDP = '''
table ip blocked {
  chain forward {
    type filter hook forward priority -10;
    meta l4proto udp drop
  }
}
'''

# One that lets nothing out but TLS to port 443, and looks at what is said
# there: a first packet that is not a handshake record's is dropped
TLS_ONLY = '''
table ip tls {
  set spoken {
    type inet_service
    size 65535
    flags dynamic,timeout
    timeout 5m
  }
  chain forward {
    type filter hook forward priority -10;
    iifname "lan" meta l4proto != tcp drop
    iifname "lan" tcp dport != 443 drop
    iifname "lan" tcp flags & (psh | syn) != psh accept
    iifname "lan" tcp sport @spoken accept
    iifname "lan" @ih,0,16 != 0x1603 drop
    iifname "lan" update @spoken { tcp sport }
  }
}
'''
HELD = {**RULES, 'tcp': RULES['port'] + NO_UDP,
        'tls': RULES['port'] + TLS_ONLY}
PLAIN_TURN = 'turn://user:pass@203.0.113.1:3478'

SERVE = '''
table ip serve {
  chain pre {
    type nat hook prerouting priority -110;
    iifname "wan" tcp dport 8080 dnat to 192.168.1.2
  }
}
insert rule ip filter forward ct status dnat tcp dport 8080 accept
'''

PREFIX = 'rtcnat%d-' % os.getpid()


def run(*command, text=None, quiet=False):
    subprocess.run(command, input=text, text=True, check=True,
                   stderr=subprocess.DEVNULL if quiet else None)


def ns(name):
    return PREFIX + name


def namespaces_work():
    probe = PREFIX + 'probe'
    worked = subprocess.run(
        'ip netns add %s && ip netns exec %s nft add table ip probe'
        % (probe, probe), shell=True, stderr=subprocess.DEVNULL)
    subprocess.run(['ip', 'netns', 'delete', probe],
                   stderr=subprocess.DEVNULL)
    return worked.returncode == 0


def inside(name, *command, text=None):
    run('ip', 'netns', 'exec', ns(name), *command, text=text)


def connect(a, a_dev, b, b_dev):
    run('ip', 'link', 'add', a_dev, 'netns', ns(a), 'type', 'veth',
        'peer', 'name', b_dev, 'netns', ns(b))
    inside(a, 'ip', 'link', 'set', a_dev, 'up')
    inside(b, 'ip', 'link', 'set', b_dev, 'up')


def address(name, dev, value):
    inside(name, 'ip', 'address', 'add', value, 'dev', dev)


def sysctl(name, key, value):
    # "ip netns exec" gives the namespace a /sys of its own, not a /proc
    inside(name, 'sh', '-c',
           'test ! -e /proc/sys/%s || echo %s > /proc/sys/%s'
           % (key, value, key))


def build():
    for name in ['wan', 'nat-a', 'nat-b', 'host-a', 'host-b']:
        run('ip', 'netns', 'add', ns(name))
        sysctl(name, 'net/ipv6/conf/default/disable_ipv6', 1)
        sysctl(name, 'net/ipv6/conf/all/disable_ipv6', 1)
        for kind in ['ip', 'ip6', 'arp']:
            sysctl(name, 'net/bridge/bridge-nf-call-%stables' % kind, 0)
        inside(name, 'ip', 'link', 'set', 'lo', 'up')
    inside('wan', 'ip', 'link', 'add', 'bridge', 'type', 'bridge')
    inside('wan', 'ip', 'link', 'set', 'bridge', 'up')
    address('wan', 'bridge', '203.0.113.1/24')
    # The rest of the world takes packets and says nothing: a turnserver gives
    # up an allocation whose packets have no route
    connect('wan', 'world', 'wan', 'void')
    inside('wan', 'ip', 'link', 'set', 'world', 'arp', 'off')
    inside('wan', 'ip', 'route', 'add', 'default', 'dev', 'world')
    for i, side in enumerate('ab', 1):
        nat, host = 'nat-' + side, 'host-' + side
        connect('wan', 'to-' + side, nat, 'wan')
        inside('wan', 'ip', 'link', 'set', 'to-' + side, 'master', 'bridge')
        connect(nat, 'lan', host, 'eth')
        address(nat, 'wan', '203.0.113.1%d/24' % i)
        address(nat, 'lan', '192.168.%d.1/24' % i)
        address(host, 'eth', '192.168.%d.2/24' % i)
        inside(host, 'ip', 'route', 'add', 'default', 'via',
               '192.168.%d.1' % i)
        sysctl(nat, 'net/ipv4/ip_forward', 1)


def take_down():
    for name in ['wan', 'nat-a', 'nat-b', 'host-a', 'host-b']:
        subprocess.run(['ip', 'netns', 'delete', ns(name)],
                       stderr=subprocess.DEVNULL)


def start_turn(directory):
    run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
        'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=test',
        '-addext', 'subjectAltName=IP:203.0.113.1', '-keyout',
        directory + '/key', '-out', directory + '/cert', quiet=True)
    turn = subprocess.Popen(
        ['ip', 'netns', 'exec', ns('wan'), 'turnserver', '-n',
         '-L', '203.0.113.1', '-E', '203.0.113.1', '--no-dtls',
         '--tls-listening-port', '443', '--cert', directory + '/cert',
         '--pkey', directory + '/key',
         '--no-cli', '--lt-cred-mech', '-u', 'user:pass', '-r', 'test',
         '--log-file', 'stdout', '--pidfile', directory + '/pid',
         '--userdb', directory + '/db'],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        ready = subprocess.run(
            ['ip', 'netns', 'exec', ns('wan'), 'sh', '-c',
             'ss -Hltn sport = :3478 | grep -q .'])
        if ready.returncode == 0:
            return turn
        time.sleep(0.05)
    turn.kill()
    sys.exit('turnserver does not start')


class Peer:
    def __init__(self, binary, host, role, events, index, turn):
        self.process = subprocess.Popen(
            ['ip', 'netns', 'exec', ns(host), binary, role,
             'stun://203.0.113.1:3478', *turn],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.path = self.connected = None
        self.got = False
        self.thread = threading.Thread(target=self.read, args=(events, index))
        self.thread.start()

    def read(self, events, index):
        for line in self.process.stdout:
            events.put((time.monotonic(), index, line))

    def tell(self, line):
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.thread.join()


def note(peer, when, line):
    word, _, rest = line.strip().partition(' ')
    if word == 'path':
        peer.path = rest.split()
    elif line == 'state connected\n':
        peer.connected = peer.connected or when
    elif word == 'got':
        peer.got = True
    return word in ('credentials', 'candidate', 'end')


def attempt(binary, delay, settle, turn=(PLAIN_TURN,)):
    """Seconds until both are connected, or None, and the two paths."""
    events = queue.Queue()
    begin = time.monotonic()
    peers = [Peer(binary, 'host-a', 'controlling', events, 0, turn),
             Peer(binary, 'host-b', 'controlled', events, 1, (PLAIN_TURN,))]
    late = []
    end = begin + 20
    while time.monotonic() < end:
        try:
            when, index, line = events.get(timeout=0.005)
            if note(peers[index], when, line):
                late.append((when + delay, 1 - index, line))
        except queue.Empty:
            pass
        while late and late[0][0] <= time.monotonic():
            _, index, line = late.pop(0)
            peers[index].tell(line)
        if all(p.connected for p in peers):
            end = min(end, max(p.connected for p in peers) + settle)
    for p in peers:
        p.stop()
    if not all(p.connected and p.got for p in peers):
        return None, [p.path for p in peers]
    return max(p.connected for p in peers) - begin, [p.path for p in peers]


def clear_state(nat, kind):
    inside(nat, 'nft', 'flush', 'ruleset')
    inside(nat, 'nft', '-f', '-', text=HELD[kind])


def try_pair(options, a, b, directory):
    clear_state('nat-a', a)
    clear_state('nat-b', b)
    turn = (PLAIN_TURN,)
    if a == 'tls':
        turn = ('turns://user:pass@203.0.113.1:443', directory + '/cert')
    seconds, paths = attempt(options.peer, options.delay / 1000,
                             options.settle, turn)
    relayed = any(p is None or 'relay' in p for p in paths)
    right = seconds is not None and relayed == (
        {a, b} in RELAYED or a == 'tls')
    print('%-10s %-10s %s %s %s' % (
        a, b,
        'never' if seconds is None else '%4.0f ms' % (seconds * 1000),
        ' | '.join(' '.join(p or ['-']) for p in paths),
        '' if right else 'WRONG'), flush=True)
    return right


def hold(pair):
    for nat, kind in zip(['nat-a', 'nat-b'], pair.split('-')):
        clear_state(nat, kind)
    inside('nat-a', 'nft', '-f', '-', text=SERVE)
    print(ns('host-a'), ns('host-b'), ns('wan'), flush=True)
    sys.stdin.read()


def main():
    # so that take_down () runs
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('peer', nargs='?')
    parser.add_argument('--hold', metavar='TYPE-TYPE')
    parser.add_argument('--delay', type=int, default=50,
                        help='of signalling, milliseconds')
    parser.add_argument('--settle', type=float, default=1.5,
                        help='seconds that a relay may be left within')
    parser.add_argument('--only', help='as port-symmetric')
    options = parser.parse_args()
    if not options.peer and not options.hold:
        parser.error('which peer?')
    if os.geteuid() != 0 or not all(
            map(shutil.which, ['ip', 'nft', 'turnserver', 'ss', 'openssl'])):
        print('skipped: needs root, ip, ss, nft, openssl and turnserver')
        return 77
    if not namespaces_work():
        print('skipped: no network namespaces here (a container?)')
        return 77

    bad = 0
    turn = None
    with tempfile.TemporaryDirectory() as directory:
        try:
            build()
            turn = start_turn(directory)
            if options.hold:
                hold(options.hold)
                return 0
            pairs = [(a, b) for a in TYPES for b in TYPES] + [('tls', 'port')]
            for a, b in pairs:
                if options.only and options.only != a + '-' + b:
                    continue
                bad += not try_pair(options, a, b, directory)
        finally:
            if turn is not None:
                turn.terminate()
                turn.wait()
            take_down()
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
