package import ProviderEmulator

/// The start options of an emulator.
package struct EmulatorOptions: Sendable {
    /// On 127.0.0.1; 0 for any free port.
    package var port: Int
    package var seed: UInt64
    package var generation: EmulatorGeneration
    /// Emulated seconds per real second.
    package var speed: Double
    /// Whether lines are already held and messages come automatically.
    package var practice: Bool
    /// Whether providers enforce their rate limits; false if time stands still.
    package var limitsRequests: Bool

    package init(
        port: Int = 0, seed: UInt64 = 1, generation: EmulatorGeneration = .current,
        speed: Double = 1, practice: Bool = false,
        limitsRequests: Bool = true
    ) {
        self.port = port
        self.seed = seed
        self.generation = generation
        self.speed = speed
        self.practice = practice
        self.limitsRequests = limitsRequests
    }
}

/// The address of one emulated provider.
package struct EmulatedProviderAddress: Sendable, Equatable {
    /// The provider's fixed name, such as `smspool`.
    package var name: String
    /// The base URL, such as `http://127.0.0.1:4000/smspool`.
    package var url: String
    package var key: String
}

/// Why an emulator is not running.
package enum EmulatorError: Error, Equatable, Sendable {
    case portBusy(Int)
    case portForbidden(Int)
    case badPort(Int)
    case badSpeed(Double)
}

extension EmulatorError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .portBusy(let port):
            "Port \(port) is already in use. Choose another, or 0 for any that is free."
        case .portForbidden(let port):
            "Port \(port) may not be used by this account. Choose one above 1023."
        case .badPort(let port):
            "\(port) is not a port. Choose one from 1 to 65535, or 0 for any that is free."
        case .badSpeed(let speed):
            "\(speed) is not a speed. Choose a number above 0 and up to a million."
        }
    }
}
