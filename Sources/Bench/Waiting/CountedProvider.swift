import Keeping
import Lines
import ProviderEmulator
import Transport
import VirtualTime

/// The provider for one contender: its books, its limit, and the number of requests.
/// Everything here happens on one thread.
final class CountedProvider: @unchecked Sendable {
    private(set) var books: any EmulatedProvider
    /// Nil if its books enforce their own limit, or there is none.
    private var gate: RequestGate?
    private let executor: VirtualExecutor
    private let origin: Instant
    /// Sent when something happened that a feed may report.
    let signal = WakeSignal()
    private(set) var requests = 0
    /// How many requests exceeded the limit.
    private(set) var refused = 0

    init(
        _ books: any EmulatedProvider, gate: RequestGate? = nil, origin: Instant,
        executor: VirtualExecutor
    ) {
        self.books = books
        self.gate = gate
        self.origin = origin
        self.executor = executor
    }

    private var now: Instant { origin + executor.uptime }

    func answer(_ call: HTTPCall) -> HTTPReply {
        requests += 1
        let reply: EmulatedReply
        if gate?.admits(at: now) ?? true {
            reply = books.answer(
                request(call.method.rawValue, call.url, call.headers, call.body ?? []), at: now)
        } else {
            // No document promises to say for how long.
            reply = books.rateLimited(retryAfter: nil)
        }
        if reply.status == 429 { refused += 1 }
        return HTTPReply(
            status: reply.status,
            headers: reply.headers + [("Date", ProviderEmulator.HTTPDate.text(now))],
            body: reply.body)
    }

    func deliver(_ text: String, to number: String) throws(BenchFailure) {
        let digits = String(number.filter { $0.isASCII && $0.isNumber })
        let delivery = books.deliver(
            EmulatedSMS(sender: "WhatsApp", text: text), to: digits, at: now)
        guard delivery?.isDelivered == true else {
            throw BenchFailure("\(number) did not hear an SMS at \(books.name).")
        }
        signal.send()
    }

    /// Opening a feed counts as a request but not towards the limit.
    func openFeed(_ url: String) -> EmulatedFeed? {
        requests += 1
        return books.openFeed(request("GET", url, [], []), at: now)
    }

    func texts(on feed: inout EmulatedFeed) -> [String] { books.texts(on: &feed, at: now) }

    private func request(
        _ method: String, _ url: String, _ headers: [(name: String, value: String)],
        _ body: [UInt8]
    ) -> EmulatedRequest {
        let target = url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        var request = EmulatedRequest(
            method: method, target: String(target), headers: headers, body: body)
        request.path = String(request.path.drop { $0 == "/" })
        return request
    }
}
