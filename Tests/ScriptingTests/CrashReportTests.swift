import Foundation
import Testing

/// The registers, and the memory they point to, may hold keys.
@Suite struct `A report of a crash` {
    /// This program is linked with the same code, which runs before `main`. Unlike the manager, it
    /// does not put the environment back.
    @Test func `shows no registers, unless somebody has said what it shows`() {
        let setting = ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? ""
        #expect(setting.contains("registers=none") || setting.contains("enable="))
    }
}
