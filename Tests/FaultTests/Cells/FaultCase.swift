import ProviderEmulator

/// A fault of the emulator as the matrix has it: every kind, and `rate_limit` both ways.
enum FaultCase: String, CaseIterable, Sendable {
    case reset, hang
    case effectThenReset = "effect_then_reset"
    case effectThenHang = "effect_then_hang"
    case http500 = "http_500"
    case html, truncated
    case rateLimit = "rate_limit"
    case rateLimitAfter = "rate_limit, Retry-After"
    case slow, gone

    /// What `Retry-After` says where it is there, in seconds.
    static let pause = 20

    func ordered(on endpoint: String, count: Int) -> Fault {
        Fault(
            kind, provider: "smspool", endpoint: endpoint, count: count,
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

    /// Whether the client can only give up waiting.
    var hangs: Bool { self == .hang || self == .effectThenHang }

    /// What the answer, or its lack, proves of a paid call.
    enum Proof { case done, notDone, nothing }

    var proof: Proof {
        switch self {
        case .slow: .done
        // Turned away before anything was carried out.
        case .html, .rateLimit, .rateLimitAfter: .notDone
        case .reset, .hang, .effectThenReset, .effectThenHang, .http500, .truncated, .gone:
            .nothing
        }
    }

    /// Whether the provider carries out what it was asked.
    var hasEffect: Bool {
        switch self {
        case .effectThenReset, .effectThenHang, .truncated, .slow: true
        case .reset, .hang, .http500, .html, .rateLimit, .rateLimitAfter, .gone: false
        }
    }

    /// What a person reads of it, or the part of it that is always the same.
    var sentence: String {
        switch self {
        case .reset, .hang, .effectThenReset, .effectThenHang, .truncated, .gone:
            "was asked, but its answer was lost"
        case .http500: "A web page came instead of an answer (HTTP 500)."
        case .html: "A web page came instead of an answer (HTTP 403)."
        case .rateLimit: "The provider asks to slow down."
        case .rateLimitAfter: "The provider asks to slow down for \(Self.pause) s."
        case .slow: ""
        }
    }
}
