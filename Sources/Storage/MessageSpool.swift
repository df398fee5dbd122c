import Foundation
package import Lines

/// Messages that were handed in for the person's own numbers and are not in the database yet: one
/// file each, on the disk before the program that handed it in ends.
///
/// A file is written under another name and then renamed, so that a reader never sees half of one.
package struct MessageSpool: Sendable {
    /// One message as it was handed in.
    package struct Entry: Codable, Equatable, Sendable {
        /// The same however often the message is handed in.
        package var id: String
        /// The line as the caller named it.
        package var line: String
        package var sender: String?
        package var text: String
        /// Unix milliseconds; nil if the caller does not know.
        package var receivedAt: Int64?
        /// When it was handed in, in Unix milliseconds.
        package var at: Int64

        package init(
            id: String, line: String, message: ReceivedMessage, at now: Instant
        ) {
            self.id = id
            self.line = line
            sender = message.sender
            text = message.text
            receivedAt = message.receivedAt?.milliseconds
            at = now.milliseconds
        }

        /// A message without a time counts as received when it was handed in.
        package var message: ReceivedMessage {
            ReceivedMessage(
                text: text, sender: sender, receivedAt: Instant(milliseconds: receivedAt ?? at))
        }

        private enum CodingKeys: String, CodingKey {
            case id, line, sender, text, at
            case receivedAt = "received_at"
        }
    }

    /// The longest text of one message, in bytes.
    package static let longestText = 4 << 20
    /// A text of that length whose every byte is escaped, and the rest of the entry.
    private static let longestFile = 32 << 20
    private static let ending = ".json"
    /// Added to the name until the file is complete.
    private static let unfinished = ".new"
    /// Longer than writing a file takes: the program that began it was killed.
    private static let abandoned = Duration.seconds(10)

    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// Returns once the entry is on the disk.
    ///
    /// - Parameter unique: part of the file's name.
    /// - Returns: the file's name.
    package func add(_ entry: Entry, unique: String) throws(StoreError) -> String {
        if !FileManager.default.fileExists(atPath: folder) {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw Folder.failure(folder)
            }
            Folder.giveToOwner(folder, of: (folder as NSString).deletingLastPathComponent)
        }
        // Names sort by time.
        let name = "\(entry.at)-\(unique)\(Self.ending)"
        let path = "\(folder)/\(name)"
        // Texts and numbers always encode.
        let bytes = (try? JSONEncoder().encode(entry)).map(Array.init) ?? []
        try Folder.write(bytes, to: path + Self.unfinished)
        Folder.giveToOwner(path + Self.unfinished, of: folder)
        try Folder.rename(path + Self.unfinished, to: path)
        return name
    }

    /// The names of the waiting files, oldest first.
    ///
    /// - Parameter now: a file that was begun some time before and never renamed is whole most of the
    ///   time, and counts too.
    package func names(at now: Instant) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { name in
                name.hasSuffix(Self.ending)
                    || name.hasSuffix(Self.ending + Self.unfinished) && isAbandoned(name, at: now)
            }.sorted()
    }

    private func isAbandoned(_ name: String, at now: Instant) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        guard let written = facts?[.modificationDate] as? Date else { return false }
        return now - Instant(milliseconds: Int64(written.timeIntervalSince1970 * 1000))
            >= Self.abandoned
    }

    /// What became of a file when it was read.
    package enum Content: Equatable, Sendable {
        case entry(Entry)
        /// Somebody else took it.
        case gone
        /// Its writer was killed before it wrote anything.
        case empty
        /// It is no entry.
        case unreadable
    }

    package func read(_ name: String) -> Content {
        guard !name.contains("/"), !name.hasPrefix(".") else { return .gone }
        let path = "\(folder)/\(name)"
        guard let handle = FileHandle(forReadingAtPath: path) else { return .gone }
        defer { try? handle.close() }
        // An empty file has no data at all.
        guard let data = try? handle.read(upToCount: Self.longestFile + 1) ?? Data(),
            data.count <= Self.longestFile
        else { return .unreadable }
        if let entry = try? JSONDecoder().decode(Entry.self, from: data) { return .entry(entry) }
        return data.isEmpty && name.hasSuffix(Self.unfinished) ? .empty : .unreadable
    }

    /// Removes a file whose message is stored. If that is undone by a power cut, it is read again
    /// and found stored.
    package func remove(_ name: String) { unlink("\(folder)/\(name)") }

    /// Renames a file that cannot be read, so that it is kept and not read again.
    package func setAside(_ name: String) {
        rename("\(folder)/\(name)", "\(folder)/\(name).unreadable")
    }
}
