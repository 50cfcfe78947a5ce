"""Connections over which pages are fetched: to public addresses only, each with a deadline.

A name is resolved once, here, and what was resolved is checked and connected to: no second answer of a name server can
lead elsewhere. Addresses in decimal, octal or hexadecimal take the same way.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import inf
from typing import Any

import httpcore
import httpx

from extract.articles.faults import Unreadable

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host and port, as text."""

UNICAST = ip_network("2000::/3")
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052), in their last 32 bits."""


class Unreachable(Unreadable):
    """A host to which there is no connection, or must be none."""


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver answers. Raises `OSError`, or `UnicodeError` for names that cannot be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an address is reached over the public internet; one that stands for an IPv4 address counts as that."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in TRANSLATED else None
        inner = ip.ipv4_mapped or ip.sixtofour or translated
        if inner is None:
            return ip in UNICAST and ip.is_global
        ip = inner
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


class Connections(httpcore.NetworkBackend):
    """Connects to addresses that `allowed` accepts; all traffic ends at `deadline`, in seconds of `time.monotonic`."""

    def __init__(self, *, resolve: Resolve, allowed: Callable[[str], bool]) -> None:
        self.deadline = inf
        self._resolve = resolve
        self._allowed = allowed
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises `Unreachable` if no address, or one that is not allowed, belongs to the host."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"no address found for {host}; check its name and the connection") from error
        for address in addresses:
            if not self._allowed(address):
                where = host if host == address else f"{host} is at {address}, which"
                raise Unreachable(f"{where} is no public address; --allow-private-addresses reads from it all the same")
        failed: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(address, port, self.within(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self)
        raise failed

    def within(self, timeout: float | None) -> float:
        """`timeout`, or what is left until the deadline if that is less. Raises `httpcore.ReadTimeout` after it."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class _Timed(httpcore.NetworkStream):
    """A stream that ends at the deadline of its connections, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, connections: Connections) -> None:
        self._stream = stream
        self._connections = connections

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._connections.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._connections.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        within = self._connections.within(timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, within), self._connections)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """Brings httpx onto `Connections`. No connection is kept: each request is checked anew, and nothing stays open."""

    def __init__(self, connections: Connections) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=connections
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
