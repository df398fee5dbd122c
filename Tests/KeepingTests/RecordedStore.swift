@testable import Accounts
import Foundation
import Storage
import Synchronization
import Testing

/// Databases of tests with every statement recorded, so that two versions of the program can be
/// compared where the simulation does not reach.
extension Store {
    private static let counts = Mutex<[String: Int]>([:])

    /// A database in memory. If LINEKEEPER_TRACE names a folder, the statements that write are
    /// recorded there in a file named after the test; `make test-traces` runs the tests one after
    /// the other for that.
    static func recorded() throws -> Store {
        let store = try Store()
        guard let folder = ProcessInfo.processInfo.environment["LINEKEEPER_TRACE"],
            let test = Test.current
        else { return store }
        let name = "\(test.id)".split(separator: "/").dropLast().joined(separator: ".")
            .filter { $0 != "`" && $0 != "\n" }
        let number = counts.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name] ?? 0
        }
        let path = "\(folder)/\(name.prefix(200)) \(number)"
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        store.trace { file.write(Data(($0 + "\n").utf8)) }
        return store
    }
}
