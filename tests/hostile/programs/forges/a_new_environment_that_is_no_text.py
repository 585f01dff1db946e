# outcome: failed, tampering
# says: it asked for a new interpreter in a way that nobody does
# with: link

import socket

kernel, own = link.socketpair()
about = b'{"fds":[],"handles":{},"parent":1,"environ":{"A":1e999},"command":null}'  # infinity, read
order = b'["spawn",false,null,' + about + b',null,null,null,[],"-"]'
channel = link.own_socket("spawn")
socket.send_fds(channel, [order], [kernel.fileno(), own.fileno()])
channel.recv(1000)
