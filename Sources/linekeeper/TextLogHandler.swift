import Console
import Foundation
import Lines
import Logging
import Synchronization
import Transport

/// Log lines on a descriptor: time, level, message and metadata, with everything escaped that could
/// imitate another line or control a terminal.
struct TextLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice
    private let descriptor: Int32
    private let mentions: CommandMentions
    private let world = World.live()

    init(descriptor: Int32, mentions: CommandMentions) {
        self.descriptor = descriptor
        self.mentions = mentions
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(escaped("\($0.value)"))" }
        let line =
            "\(world.now().rfc3339) \(event.level.rawValue) \(escaped(mentions.inShell("\(event.message)")))"
            + pairs.joined() + "\n"
        // One write per line, so that lines of two threads never mix.
        let bytes = Array(line.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(2000) {
            if scalar.properties.generalCategory.isHarmless {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}

extension Unicode.GeneralCategory {
    /// Neither a control nor a format character (which includes the bidirectional overrides), nor
    /// the end of a line.
    fileprivate var isHarmless: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}
