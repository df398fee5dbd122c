package import Lines

/// How the programs that keep received messages in a folder name and write their files.
extension MessageFolder.Format {
    /// The message that a file holds all or a part of; nil for a file that holds none.
    package func message(of name: String) -> String? {
        guard !name.hasPrefix(".") else { return nil }
        return switch self {
        case .gammu: GammuFile(name: name)?.message
        case .smstools: name
        }
    }

    /// - Parameters:
    ///   - contents: the bytes of its files, in the order of their names.
    ///   - name: what `message(of:)` returned for them.
    ///   - zone: this machine's, in which both programs write times.
    /// - Returns: nil if they hold no received message.
    package func read(
        _ contents: [[UInt8]], named name: String, zone: LocalZone
    ) -> PostedMessage? {
        switch self {
        case .gammu: GammuFile.read(contents, named: name, zone: zone)
        case .smstools:
            contents.first.flatMap { SMSToolsFile(bytes: $0, name: name)?.message(zone: zone) }
        }
    }
}
