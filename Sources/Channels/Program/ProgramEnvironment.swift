import Foundation

/// The variables a program gets: what it needs to find things and to reach the desktop of who
/// started the manager, and none of the keys that may be in the manager's own environment.
enum ProgramEnvironment {
    private static let passed = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
        // Without these `notify-send` and its like find no session to show anything in.
        "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]

    /// - Parameters:
    ///   - id: the delivery's, as `LINEKEEPER_ID`.
    ///   - extra: what the configuration adds or sets otherwise.
    static func make(id: String, extra: [String: String]) -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        var environment = own.filter { passed.contains($0.key) }
        environment.merge(extra) { $1 }
        environment["LINEKEEPER_ID"] = String(id.unicodeScalars.filter { $0.value != 0 })
        return environment
    }
}
