package import Lines

/// A received message as gammu-smsd and the SMS Server Tools hand it to a program they run.
package enum MessageHook: String, CaseIterable, Sendable {
    case gammu
    case smstools

    /// The message of one call.
    ///
    /// - Parameters:
    ///   - arguments: what the program was called with, after our own options.
    ///   - environment: a variable's value.
    ///   - file: the bytes of a file that the arguments name.
    ///   - zone: this machine's.
    ///   - unique: an id for a message without one. A call is not repeated, so two equal messages
    ///     are two.
    /// - Returns: nil if the call is about something else than a received message.
    /// - Throws: a sentence if it cannot be read.
    package func message(
        arguments: [String], environment: (String) -> String?, file: (String) -> [UInt8]?,
        zone: LocalZone, unique: String
    ) throws(MessageHookFault) -> PostedMessage? {
        switch self {
        case .gammu: try gammu(arguments, environment, zone, unique)
        case .smstools: try smstools(arguments, file, zone)
        }
    }

    /// The texts and senders are in the environment (gammu-smsd-run(7)); the arguments name the
    /// message's files or rows.
    private func gammu(
        _ arguments: [String], _ environment: (String) -> String?, _ zone: LocalZone,
        _ unique: String
    ) throws(MessageHookFault) -> PostedMessage? {
        guard let count = environment("SMS_MESSAGES").flatMap({ Int($0) }), count > 0 else {
            throw MessageHookFault(
                description: "gammu-smsd's variables are missing: let its RunOnReceive call this.")
        }
        let decoded = environment("DECODED_PARTS").flatMap { Int($0) } ?? 0
        var texts = (0..<min(decoded, 255)).compactMap { environment("DECODED_\($0 + 1)_TEXT") }
        if texts.isEmpty {
            texts = (0..<min(count, 255)).compactMap { environment("SMS_\($0 + 1)_TEXT") }
        }
        if texts.isEmpty {
            let facts = ["SENDER", "TITLE", "ADDRESS"].compactMap {
                environment("DECODED_1_MMS_\($0)")
            }
            texts = [facts.isEmpty ? "Binary message" : "MMS: " + facts.joined(separator: " ")]
        }
        let sender = environment("SMS_1_NUMBER")
        let message = ReceivedMessage(text: texts.joined(), sender: sender)
        if let file = arguments.lazy.compactMap({ GammuFile(name: $0) }).first {
            var message = message
            // The name has the time, too.
            message.receivedAt = GammuFile.time(of: file.message, zone: zone)
            return PostedMessage(id: GammuFile.id(of: file.message), message: message)
        }
        let rows = arguments.joined(separator: " ")
        let id =
            rows.isEmpty ? unique : PostedMessage.id("gammu", rows, sender, message.text)
        return PostedMessage(id: id, message: message)
    }

    /// The first argument says what happened, the second names the file.
    private func smstools(
        _ arguments: [String], _ file: (String) -> [UInt8]?, _ zone: LocalZone
    ) throws(MessageHookFault) -> PostedMessage? {
        guard let event = arguments.first, arguments.count >= 2 else {
            throw MessageHookFault(
                description: "Give what smsd gives to its eventhandler: an event and a file.")
        }
        guard event == "RECEIVED" else { return nil }
        guard let bytes = file(arguments[1]) else {
            throw MessageHookFault(description: "\(arguments[1]) cannot be read.")
        }
        let name = arguments[1].split(separator: "/").last.map(String.init) ?? arguments[1]
        guard let file = SMSToolsFile(bytes: bytes, name: name) else {
            throw MessageHookFault(
                description: "\(arguments[1]) is no message of the SMS Server Tools.")
        }
        return file.message(zone: zone)
    }
}

/// Why a call of a hook is no message, as a sentence.
package struct MessageHookFault: Error, Equatable, CustomStringConvertible {
    package let description: String
}
