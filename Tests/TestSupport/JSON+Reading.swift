package import Lines
package import ProviderEmulator

/// What an emulator answers, read with an error that says what was missing.
extension JSON {
    package var elements: [JSON] {
        if case .array(let values) = self { values } else { [] }
    }

    package func string(_ name: String) throws -> String {
        guard let text = self[name]?.text else {
            throw UnexpectedAnswer("\(name) is missing in \(self)")
        }
        return text
    }

    package func money(_ name: String) throws -> Money {
        guard let money = Money(decimal: try string(name)) else {
            throw UnexpectedAnswer("\(name) is no amount in \(self)")
        }
        return money
    }

    package func instant(_ name: String) throws -> Instant {
        guard let instant = Instant(rfc3339: try string(name)) else {
            throw UnexpectedAnswer("\(name) is not a time in \(self)")
        }
        return instant
    }
}

/// An answer that is not what was asked for.
package struct UnexpectedAnswer: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
