package import Lines
package import ProviderEmulator

/// An emulated provider and a clock moved by hand: what a test talks to without any network.
package struct InProcessEmulator<Provider: EmulatedProvider>: Sendable {
    package var provider: Provider
    package var now: Instant
    /// Who writes when nobody is named.
    private let sender: String

    package init(_ provider: Provider, now: Instant, sender: String = "MYBANK") {
        self.provider = provider
        self.now = now
        self.sender = sender
    }

    package mutating func answer(_ request: EmulatedRequest) -> EmulatedReply {
        provider.answer(request, at: now)
    }

    package mutating func wait(_ duration: Duration) { now = now + duration }

    package mutating func line(_ id: String) throws -> EmulatedLine {
        guard let line = provider.lines(at: now).first(where: { $0.id == id }) else {
            throw UnexpectedAnswer("\(provider.name) has no line \(id)")
        }
        return line
    }

    /// - Parameter number: digits with the country code.
    @discardableResult
    package mutating func sms(
        _ text: String, from sender: String? = nil, to number: String
    ) -> EmulatedDelivery? {
        let sms = EmulatedSMS(sender: sender ?? self.sender, text: text)
        return provider.deliver(sms, to: number, at: now)
    }

    @discardableResult
    package mutating func sms(
        _ text: String, from sender: String? = nil, to line: EmulatedLine
    ) -> EmulatedDelivery? {
        sms(text, from: sender, to: line.number)
    }
}
