"""A broker for tests that knows MQTT 3.1.1 only, as those of before 2019.

It prints its port, and the topic and payload of one message that it confirms.
"""

import json
import socket


def packet(connection):
    kind = connection.recv(1)
    length, shift = 0, 0
    while True:
        byte = connection.recv(1)[0]
        length |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            break
    body = b""
    while len(body) < length:
        body += connection.recv(length - len(body))
    return kind[0], body


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    _, hello = packet(connection)
    if hello[6] != 4:
        # "Unacceptable protocol version", as MQTT 3.1.1 answers.
        connection.sendall(b"\x20\x02\x00\x01")
        connection.close()
        continue
    connection.sendall(b"\x20\x02\x00\x00")
    _, body = packet(connection)
    size = int.from_bytes(body[:2], "big")
    topic, number, payload = body[2 : 2 + size], body[2 + size : 4 + size], body[4 + size :]
    print(json.dumps({"topic": topic.decode(), "payload": payload.decode()}), flush=True)
    connection.sendall(b"\x40\x02" + number)
    packet(connection)
    connection.close()
