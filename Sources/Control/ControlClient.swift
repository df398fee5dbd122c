import Foundation
import Lines
package import Networking
import Transport

/// Sends requests to the manager of a home over its Unix socket.
package struct ControlClient: ControlLink {
    /// Longer than the longest `code --wait`, which the manager itself limits.
    private static let longestWait = Duration.hours(2)
    private static let longestReply = 64 << 20
    private static let longestEvent = 1 << 20

    private let socket: String
    private let transport: any StreamingTransport
    private let absence: @Sendable () -> String?

    /// - Parameter absence: the likely reason if nobody answers, as a sentence for a person.
    package init(
        socket: String, transport: any StreamingTransport,
        absence: @escaping @Sendable () -> String? = { nil }
    ) {
        self.socket = socket
        self.transport = transport
        self.absence = absence
    }

    package func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply {
        try await ask(request, within: Self.longestWait)
    }

    package func ask<Request: ControlRequest>(
        _ request: Request, within limit: Duration
    ) async throws(ControlFailure) -> Request.Reply {
        let reply: HTTPReply
        do throws(TransportError) {
            reply = try await transport.send(
                call(.post, "/v1/\(Request.name)", try Self.body(request)),
                deadline: limit, limit: Self.longestReply)
        } catch {
            throw failure(error, movesMoney: request.movesMoney, isQuestion: request.isQuestion)
        }
        let data = Data(reply.body)
        guard reply.status == 200 else {
            if let failure = try? ControlCoding.decode(ControlFailure.self, from: data) {
                throw failure
            }
            throw ControlFailure(
                .failed, "The manager answered \(reply.status) to \(Request.name).")
        }
        do {
            return try ControlCoding.decode(Request.Reply.self, from: data)
        } catch {
            throw ControlFailure(
                .failed,
                "The manager's answer to \(Request.name) cannot be read: it may be another "
                    + "version. Restart it.")
        }
    }

    package func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1000)) { continuation in
            let reader = Task {
                do {
                    let reply = try await transport.lines(
                        call(
                            .get, "/v1/tail?last=\(last)" + (line.map { "&line=\($0)" } ?? ""), nil),
                        idle: .seconds(30),
                        longest: Self.longestEvent)
                    guard reply.status == 200 else { throw try await Self.refusal(reply) }
                    for try await line in reply.lines {
                        let data = Data(line)
                        continuation.yield(try ControlCoding.decode(TailItem.self, from: data))
                    }
                    throw ControlFailure(.unreachable, "The manager has stopped.")
                } catch let error as TransportError {
                    continuation.finish(throwing: failure(error, isQuestion: true))
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in reader.cancel() }
        }
    }

    private static func refusal(_ reply: TextLineReply) async throws -> ControlFailure {
        for try await line in reply.lines {
            if let failure = try? ControlCoding.decode(ControlFailure.self, from: Data(line)) {
                return failure
            }
        }
        return ControlFailure(.failed, "The manager answered \(reply.status) to tail.")
    }

    private func call(_ method: HTTPCall.Method, _ target: String, _ body: [UInt8]?) -> HTTPCall {
        HTTPCall(
            method, HTTPCall.url(socket: socket, target: target),
            headers: body == nil ? [] : [("Content-Type", "application/json")], body: body)
    }

    private static func body(_ request: some ControlRequest) throws(TransportError) -> [UInt8] {
        do {
            return Array(try ControlCoding.encode(request))
        } catch {
            preconditionFailure("a request cannot be written as JSON: \(error)")
        }
    }

    private func failure(
        _ error: TransportError, movesMoney: Bool = false, isQuestion: Bool
    ) -> ControlFailure {
        switch error {
        case .unreachable:
            ControlFailure(
                .unreachable,
                absence()
                    ?? "No manager answers at \(socket). Start it with `linekeeper serve`.")
        case .answerLost, .cancelled, .tooLarge, .badURL, .untrusted:
            ControlFailure(
                movesMoney ? .doubt : .unreachable,
                "The manager at \(socket) stopped answering"
                    + (isQuestion
                        ? "."
                        : ". The request may have been carried out; check `actions` once the "
                            + "manager runs again."))
        }
    }
}
