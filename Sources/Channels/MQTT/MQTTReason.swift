/// The broker's reason codes in words (MQTT 5.0 section 2.4; below 128 also MQTT 3.1.1's answers to
/// a connection, section 3.2.2.3).
enum MQTTReason {
    /// What to do about it.
    enum Kind: Equatable {
        case login
        case later
        case never
        case configuration
    }

    static let unsupportedVersion = 132
    static let noSubscribers = 16

    static func isSuccess(_ code: Int) -> Bool { (0..<128).contains(code) }

    /// Whether it is a broker's reason to end a connection, rather than a code of the library's.
    static func isGoodbye(_ code: Int) -> Bool { code >= 128 }

    /// Those of MQTT 3.1.1 as those of MQTT 5.
    static func connection(_ code: Int, version: Int) -> Int {
        guard version < 5 else { return code }
        let codes = [0, unsupportedVersion, 133, 136, 134, 135]
        return codes.indices.contains(code) ? codes[code] : code
    }

    static func kind(_ code: Int) -> Kind {
        switch code {
        case 134, 135, 140: .login
        case 133, 144, 154, 155, 156, 157, 130, 132: .configuration
        case 149, 153, 138: .never
        default: .later
        }
    }

    static func words(_ code: Int) -> String {
        switch code {
        case 128: "unspecified error"
        case 129: "malformed packet"
        case 130: "protocol error"
        case 131: "an error of the broker's own"
        case 132: "it does not speak this version of MQTT"
        case 133: "it does not accept the client_id"
        case 134: "bad user name or password"
        case 135: "not authorized"
        case 136: "server unavailable"
        case 137: "server busy"
        case 138: "banned"
        case 139: "server shutting down"
        case 142: "another client has taken the same client_id"
        case 144: "it does not accept the topic"
        case 149: "the message is too large"
        case 151: "quota exceeded"
        case 153: "it does not accept the format"
        case 154: "it retains no messages; set retain = false"
        case 155: "it does not support this qos"
        case 156: "use another server"
        case 157: "the server has moved"
        case 159: "too many connections in a short time"
        default: "reason \(code)"
        }
    }
}
