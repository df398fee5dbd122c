import Foundation

/// The environment of a program: what it needs to find things and to reach the desktop of the user
/// who started the manager, and none of the keys in the manager's own environment.
enum ProgramEnvironment {
    private static let passed = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
        // Without these, `notify-send` and similar programs find no session.
        "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]

    /// - Parameters:
    ///   - id: the delivery's id, for `LINEKEEPER_ID`.
    ///   - extra: variables that the configuration adds or overrides.
    static func make(id: String, extra: [String: String]) -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        var environment = own.filter { passed.contains($0.key) }
        environment.merge(extra) { $1 }
        environment["LINEKEEPER_ID"] = String(id.unicodeScalars.filter { $0.value != 0 })
        return environment
    }
}
