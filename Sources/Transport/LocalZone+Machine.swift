import Foundation
package import Lines
import Synchronization

/// The zones of the machine's database, tabulated once each.
extension LocalZone {
    private static let tables = Mutex<[String: LocalZone]>([:])

    /// A zone by its name, such as `Europe/Berlin`; nil if there is none.
    package static func named(_ name: String) -> LocalZone? {
        if name == utc.name { return .utc }
        if let known = tables.withLock({ $0[name] }) { return known }
        guard name.utf8.count <= 64, let zone = TimeZone(identifier: name) else { return nil }
        let table = LocalZone(name) {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))
        }
        tables.withLock { $0[name] = table }
        return table
    }

    /// The zone the machine is set to.
    package static var machine: LocalZone { named(TimeZone.current.identifier) ?? .utc }
}
