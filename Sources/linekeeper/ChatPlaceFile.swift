import Chats
import Foundation
import Logging
import Synchronization

/// A small file that says how far each channel's chats were heard, beside the database.
///
/// Without it nothing old is carried out either: what was written before it was made is passed over.
final class ChatPlaceFile: ChatPlaces {
    private let path: String
    private let logger: Logger
    private let places: Mutex<[String: String]>

    init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
        let kept = FileManager.default.contents(atPath: path).flatMap {
            try? JSONDecoder().decode([String: String].self, from: $0)
        }
        places = Mutex(kept ?? [:])
    }

    func place(of channel: String) -> String? { places.withLock { $0[channel] } }

    func keep(_ place: String, of channel: String) {
        places.withLock { places in
            places[channel] = place
            do {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
                try encoder.encode(places).write(
                    to: URL(fileURLWithPath: path), options: .atomic)
                // Like all files of the manager.
                chmod(path, 0o600)
            } catch {
                // Commands older than a minute are refused in any case.
                logger.warning(
                    "How far the chats were heard cannot be kept.",
                    metadata: ["path": "\(path)", "reason": "\(error.localizedDescription)"])
            }
        }
    }
}
