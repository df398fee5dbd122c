import ProviderEmulator

/// A fault of the emulator in the matrix: every kind, and `rate_limit` both ways.
enum FaultCase: String, CaseIterable, Sendable {
    case reset, hang
    case effectThenReset = "effect_then_reset"
    case effectThenHang = "effect_then_hang"
    case http500 = "http_500"
    case html, truncated
    case rateLimit = "rate_limit"
    case rateLimitAfter = "rate_limit, Retry-After"
    case slow, gone

    /// The value of `Retry-After` if it is present, in seconds.
    static let pause = 20

    func ordered(on endpoint: String, of provider: String = "smspool", count: Int) -> Fault {
        Fault(
            kind, provider: provider, endpoint: endpoint, count: count,
            retryAfter: self == .rateLimitAfter ? Self.pause : nil)
    }

    private var kind: Fault.Kind {
        switch self {
        case .reset: .reset
        case .hang: .hang
        case .effectThenReset: .effectThenReset
        case .effectThenHang: .effectThenHang
        case .http500: .http500
        case .html: .html
        case .truncated: .truncated
        case .rateLimit, .rateLimitAfter: .rateLimit
        case .slow: .slow
        case .gone: .gone
        }
    }

    /// Whether the client can only stop waiting.
    var hangs: Bool { self == .hang || self == .effectThenHang }

    /// What an answer, or its absence, proves about a paid call.
    enum Proof { case done, notDone, nothing }

    var proof: Proof {
        switch self {
        case .slow: .done
        // Rejected before anything was carried out.
        case .html, .rateLimit, .rateLimitAfter: .notDone
        case .reset, .hang, .effectThenReset, .effectThenHang, .http500, .truncated, .gone:
            .nothing
        }
    }

    /// Whether the provider carries out the request.
    var hasEffect: Bool {
        switch self {
        case .effectThenReset, .effectThenHang, .truncated, .slow: true
        case .reset, .hang, .http500, .html, .rateLimit, .rateLimitAfter, .gone: false
        }
    }

    /// The sentence for a person, or its constant part.
    var sentence: String {
        switch self {
        case .reset, .hang, .effectThenReset, .effectThenHang, .truncated, .gone:
            "was asked, but its answer was lost"
        case .http500: "The answer was a web page (HTTP 500)."
        case .html: "The answer was a web page (HTTP 403)."
        case .rateLimit: "The provider asks to slow down."
        case .rateLimitAfter: "The provider asks to slow down for \(Self.pause) s."
        case .slow: ""
        }
    }
}
