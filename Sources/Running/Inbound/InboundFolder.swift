import Accounts
import Foundation
import Keeping
import Lines
import Providers

/// A folder in which another program leaves received messages, and which of its files are stored.
///
/// The files belong to that program: they are read and left as they are. After a start all of them
/// are read once more, and found stored.
struct InboundFolder: Sendable {
    /// Longer than a program takes to write the parts of one message.
    private static let settling = Duration.seconds(1)
    private static let longestFile = 1 << 20

    let account: String
    let line: String
    let folder: MessageFolder
    var isReportedMissing = false
    /// Files whose message is stored, or that hold none. Never more than the folder holds.
    private var passed: Set<String> = []
    private let zone: LocalZone
    /// When the folder was last changed, if nothing in it waits since.
    private var unchangedSince: Date?

    /// - Parameter zone: this machine's.
    init(account: String, line: String, folder: MessageFolder, zone: LocalZone) {
        self.zone = zone
        self.account = account
        self.line = line
        self.folder = folder
    }

    /// The folder cannot be read.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// A message and the files that hold it.
    struct Found: Sendable {
        let id: String
        let message: ReceivedMessage
        let files: [String]
    }

    /// The messages that are not stored yet, oldest name first.
    ///
    /// - Parameter most: how many at most; the files of the others are not read yet.
    mutating func found(at now: Instant, atMost most: Int) throws -> [Found] {
        let facts = try? FileManager.default.attributesOfItem(atPath: folder.path)
        let changed = facts?[.modificationDate] as? Date
        if let changed, changed == unchangedSince { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw Unreadable(
                description: "The folder \(folder.path) of \(line) cannot be read: "
                    + "\(String(cString: strerror(errno))). Its messages wait there.")
        }
        passed.formIntersection(names)
        let new = Set(names).subtracting(passed)
        guard !new.isEmpty else {
            noteUnchanged(changed, at: now)
            return []
        }
        let groups = Dictionary(grouping: names.sorted(), by: folder.format.message(of:))
        var found: [Found] = []
        for (message, files) in groups.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
            guard found.count < most else { break }
            guard files.contains(where: new.contains) else { continue }
            guard let message else {
                passed.formUnion(files)
                continue
            }
            guard let contents = contents(of: files, at: now) else { continue }
            guard let read = folder.format.read(contents, named: message, zone: zone) else {
                passed.formUnion(files)
                continue
            }
            found.append(Found(id: read.id, message: read.message, files: files))
        }
        return found
    }

    /// A file that comes within the same tick of the file system's clock does not change the
    /// folder's time, so a recent one says nothing.
    private mutating func noteUnchanged(_ changed: Date?, at now: Instant) {
        guard let changed else { return }
        unchangedSince = Self.age(of: changed, at: now) >= Self.settling ? changed : nil
    }

    private static func age(of written: Date, at now: Instant) -> Duration {
        now - Instant(milliseconds: Int64(written.timeIntervalSince1970 * 1000))
    }

    mutating func passOver(_ found: Found) { passed.formUnion(found.files) }

    /// The files' bytes; nil while one of them may still be written.
    private func contents(of files: [String], at now: Instant) -> [[UInt8]]? {
        var contents: [[UInt8]] = []
        for name in files {
            let path = "\(folder.path)/\(name)"
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular,
                let written = facts[.modificationDate] as? Date
            else { return nil }
            // A time in the future says nothing.
            if (.zero..<Self.settling).contains(Self.age(of: written, at: now)) { return nil }
            guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
            defer { try? handle.close() }
            guard let data = try? handle.read(upToCount: Self.longestFile) else { return nil }
            contents.append(Array(data))
        }
        return contents
    }
}
