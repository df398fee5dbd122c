import Lines
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Transport

/// Finds out why a server's certificate was rejected: repeats the handshake, inspects the
/// certificate, and disconnects before sending anything.
struct CertificateLook: Sendable {
    let path: NetworkPath
    let loop: any EventLoop
    /// The maximum duration: somebody is waiting to see an error that has already occurred.
    var limit = Duration.seconds(3)

    /// - Parameter now: this machine's own time, which the library used.
    func trouble(
        at address: WebAddress, seeming trouble: TLSTrouble, now: Instant
    ) async -> TLSTrouble {
        guard let chain = await chain(of: address), let leaf = chain.first else { return trouble }
        if case .wrongName = trouble { return .wrongName(Self.names(of: leaf)) }
        for certificate in chain {
            let end = Instant(unixSeconds: Int64(certificate.notValidAfter))
            if end < now { return .expired(since: end) }
            let start = Instant(unixSeconds: Int64(certificate.notValidBefore))
            if now < start { return .notYetValid(until: start) }
        }
        guard let names = CertificateNames(leaf) else { return trouble }
        if names.isSelfSigned { return .selfSigned }
        let last = chain.last.flatMap(CertificateNames.init)
        return .unknownAuthority(last?.issuer ?? names.issuer)
    }

    /// The server's certificates, its own first; nil if they cannot be read.
    private func chain(of address: WebAddress) async -> [NIOSSLCertificate]? {
        let seen = loop.makePromise(of: [NIOSSLCertificate]?.self)
        let first = Once()
        let tell: @Sendable ([NIOSSLCertificate]?) -> Void = { chain in
            if first.take() { seen.succeed(chain) }
        }
        let patience = loop.scheduleTask(in: TimeAmount(limit)) { tell(nil) }
        let hop = path.proxy.map { ($0.host, $0.port) } ?? (address.host, address.port)
        let connected = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(limit))
            .connect(host: hop.0, port: hop.1)
        connected.whenFailure { _ in tell(nil) }
        connected.whenSuccess { channel in
            channel.closeFuture.whenComplete { _ in tell(nil) }
            do {
                let tunnel = try path.proxy.map {
                    try Tunnel.open(channel, to: address, through: $0, within: limit)
                }
                let ready = tunnel ?? channel.eventLoop.makeSucceededVoidFuture()
                ready.whenFailure { _ in channel.close(promise: nil) }
                ready.whenSuccess {
                    do {
                        try Self.look(on: channel, path.tls, at: address, tell)
                    } catch {
                        channel.close(promise: nil)
                    }
                }
            } catch {
                channel.close(promise: nil)
            }
        }
        let chain = try? await seen.futureResult.get()
        patience.cancel()
        connected.whenSuccess { $0.close(promise: nil) }
        return chain ?? nil
    }

    private static func look(
        on channel: any Channel, _ tls: TLSConfiguration, at address: WebAddress,
        _ tell: @escaping @Sendable ([NIOSSLCertificate]?) -> Void
    ) throws {
        let context = try NIOSSLContext(configuration: tls)
        let name = HostName.isIPAddress(address.host) ? nil : address.host
        try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(
                context: context, serverHostname: name,
                customVerificationCallback: { chain, verdict in
                    tell(chain)
                    verdict.succeed(.failed)
                }))
    }

    private static func names(of leaf: NIOSSLCertificate) -> [String] {
        leaf._subjectAlternativeNames().compactMap { name in
            guard name.nameType == .dnsName else { return nil }
            let text = name.contents.withUnsafeBufferPointer {
                String(decoding: $0.prefix(100), as: UTF8.self)
            }
            let isName = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isName ? text : nil
        }.prefix(4).map { $0 }
    }
}

/// True for the first caller only.
private final class Once: Sendable {
    private let isTaken = Atomic(false)

    func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
}
