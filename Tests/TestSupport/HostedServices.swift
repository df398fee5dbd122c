package import Foundation
import Hummingbird
import NIOCore
import Synchronization
import Transport

/// The other side of hosted services: a real HTTP server that takes what each of them documents, and
/// refuses the rest with that service's own error.
package final class HostedServices: Sendable {
    /// How all of them feel.
    package enum Mood: Sendable {
        case open
        /// Asked too often; each says so in its own words.
        case busy
        /// Nothing above this many bytes is taken, whatever is documented.
        case small(Int)
        /// Everything has been removed.
        case gone
    }

    /// One request.
    package struct Call: Sendable {
        package var method = ""
        package var path: String
        package var query: String
        package var headers: [String: String]
        package var body: Data

        package var json: [String: Any] {
            ((try? JSONSerialization.jsonObject(with: body)) as? [String: Any]) ?? [:]
        }

        package var form: [String: String] {
            let fields = FormFields.urlEncoded(String(decoding: body, as: UTF8.self))
            return Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        }

        package func text(_ name: String) -> String { json[name] as? String ?? "" }
    }

    struct Answer {
        var status: Int
        var body: String
        var retryAfter: String?
    }

    private let mood: Mood
    private let kept = Mutex<[Call]>([])

    package init(_ mood: Mood = .open) {
        self.mood = mood
    }

    /// Everything that was asked, in order.
    package var calls: [Call] { kept.withLock { $0 } }

    /// Serves while `body` runs, which is told the URL.
    @discardableResult
    package func serving<Value: Sendable>(
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await withWebServer {
            $0.post("**") { [self] request, _ in try await answer(request) }
            $0.put("**") { [self] request, _ in try await answer(request) }
            $0.patch("**") { [self] request, _ in try await answer(request) }
            $0.get("**") { [self] request, _ in try await answer(request) }
        } body: { url in
            try await body(url)
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let call = Call(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
            headers: headers,
            body: Data(bytes.readableBytesView))
        kept.withLock { $0.append(call) }
        let answer = answer(to: call)
        var response = Response(
            status: .init(code: answer.status),
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
        response.headers[.retryAfter] = answer.retryAfter
        return response
    }

    private func answer(to call: Call) -> Answer {
        guard let service = HostedService(of: call.path) else {
            return Answer(status: 404, body: "404 page not found")
        }
        switch mood {
        case .open: return service.answer(to: call)
        case .busy: return service.busy
        case .small(let most):
            return call.body.count <= most
                ? service.answer(to: call) : Answer(status: 413, body: "Request Entity Too Large")
        case .gone: return Answer(status: 410, body: "gone")
        }
    }
}
