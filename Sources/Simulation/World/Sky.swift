import Lines
import ProviderEmulator

/// What the way to a provider is like at present.
struct Sky: Sendable {
    enum Storm: CaseIterable, Sendable {
        /// No connection comes about.
        case unreachable
        /// Connections are made and nothing ever comes back; nothing is carried out.
        case silence
        /// Many requests are lost on their way, many more answers on theirs.
        case losses
        /// A page for a browser in place of every answer.
        case page
        case serverErrors
        case rateLimits
        /// Answers break off; what was asked for was done.
        case cutOff
        /// Answers come after half a minute.
        case slowness
    }

    var storm: Storm?
    /// How often a call is lost on its way there, and its answer on the way back.
    var loss: Double
    /// How far the `Date` of answers is off what time it is there.
    var dateError: Duration = .zero
    /// Since when there has been no storm.
    var clearSince: Duration = .zero

    var isClear: Bool { storm == nil }

    var lossThere: Double { storm == .losses ? 0.3 : loss }
    var lossBack: Double { storm == .losses ? 0.4 : loss }

    /// The fault that the emulator itself plays for a storm, where there is one.
    var fault: Fault.Kind? {
        switch storm {
        case .page: .html
        case .serverErrors: .http500
        case .rateLimits: .rateLimit
        case .cutOff: .truncated
        case .unreachable, .silence, .losses, .slowness, nil: nil
        }
    }
}
