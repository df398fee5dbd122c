import Lines
import ProviderEmulator
import Testing

/// Reads the controls' answers, with errors that name the missing field.
extension JSON {
    var elements: [JSON] {
        if case .array(let values) = self { values } else { [] }
    }

    func string(_ name: String) throws -> String {
        try #require(self[name]?.text, "\(name) is missing in \(self)")
    }

    func money(_ name: String) throws -> Money {
        try #require(Money(decimal: try string(name)), "\(name) is no amount in \(self)")
    }

    func instant(_ name: String) throws -> Instant {
        try #require(Instant(rfc3339: try string(name)), "\(name) is no time in \(self)")
    }
}
