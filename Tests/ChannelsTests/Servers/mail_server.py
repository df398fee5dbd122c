"""A mail server for tests: aiosmtpd, which decodes what it gets and prints it as a line of JSON.

Usage: mail_server.py FOLDER_OF_CERTIFICATES. The first line it prints are its ports by name. What is
refused, put off, never answered or dropped is told by the addresses before the @.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

certificates = sys.argv[1]
put_off = set()


def tell(**fields):
    print(json.dumps(fields), flush=True)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "busy":
            return "451 4.3.0 try again later"
        if local == "blocked":
            return "550 5.7.1 you are blocked, sesame"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 no such user here"
        if local == "greylisted" and address not in put_off:
            put_off.add(address)
            return "450 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        locals = [address.split("@")[0] for address in envelope.rcpt_tos]
        if "hang" in locals:
            tell(hangs=True)
            await asyncio.sleep(3600)
        if "drop" in locals:
            tell(drops=True)
            server.transport.abort()
            return "250 never seen"
        if "large" in locals:
            return "552 5.3.4 message too large"
        data = envelope.content
        # Longer texts are told by their beginning and their length.
        most = 10_000
        mail = email.message_from_bytes(data, policy=email.policy.default)
        text = mail.get_content().replace("\r\n", "\n")
        tell(
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            headers={name.lower(): str(value) for name, value in mail.items()},
            names=[name for name in mail.keys()],
            defects=[str(defect) for defect in mail.defects],
            text=text[:most],
            length=len(text),
            longest_line=max(len(line) for line in data.split(b"\r\n")),
            is_ascii=all(byte < 128 for byte in data),
            bare_breaks=data.replace(b"\r\n", b"").count(b"\n")
            + data.replace(b"\r\n", b"").count(b"\r"),
        )
        return "250 2.0.0 queued"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"joe" and data.password == b"sesame"
    return AuthResult(success=good, handled=False)


def context(name):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{certificates}/{name}.pem")
    return made


async def tunnel(reader, writer):
    """A web proxy for one connection, which says where it leads."""
    head = await reader.readuntil(b"\r\n\r\n")
    host, port = head.split(b" ")[1].decode().rsplit(":", 1)
    tell(tunnel=host, authorized=b"Proxy-Authorization: Basic am9lOnByb3h5" in head)
    far_reader, far_writer = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 go\r\n\r\n")

    async def pass_on(source, target):
        while data := await source.read(65536):
            target.write(data)
        target.close()

    await asyncio.gather(pass_on(reader, far_writer), pass_on(far_reader, writer))


async def main():
    loop = asyncio.get_running_loop()

    async def listen(tls=None, starttls=None):
        def made():
            return SMTP(
                Handler(),
                hostname="mail.example",
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=authenticate,
                auth_required=True,
                auth_require_tls=False,
            )

        server = await loop.create_server(made, "127.0.0.1", 0, ssl=tls)
        return server.sockets[0].getsockname()[1]

    proxy = await asyncio.start_server(tunnel, "127.0.0.1", 0)
    tell(
        proxy=proxy.sockets[0].getsockname()[1],
        implicit=await listen(tls=context("good")),
        starttls=await listen(starttls=context("good")),
        plain=await listen(),
        expired=await listen(tls=context("expired")),
        future=await listen(tls=context("future")),
        elsewhere=await listen(tls=context("elsewhere")),
        selfsigned=await listen(tls=context("selfsigned")),
    )
    await asyncio.Event().wait()


asyncio.run(main())
