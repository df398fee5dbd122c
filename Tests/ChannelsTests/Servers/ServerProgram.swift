import Foundation
import TestSupport
import Transport

@testable import Channels

/// Real servers that tests start where they are installed, as CI does.
enum ServerProgram {
    static let python = "/usr/bin/python3"
    static let broker = "/usr/sbin/mosquitto"
    static let subscriber = "/usr/bin/mosquitto_sub"

    /// Starts a program whose lines are to be seen when they are written (coreutils' stdbuf).
    static let lineByLine = "/usr/bin/stdbuf"

    static let hasMailServer = isInstalled(
        FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/aiosmtpd"),
        "aiosmtpd (Debian's python3-aiosmtpd)", isUsable: MailSubmission.absence == nil)

    static let hasBroker = isInstalled(
        FileManager.default.isExecutableFile(atPath: broker)
            && FileManager.default.isExecutableFile(atPath: subscriber),
        "Mosquitto (Debian's mosquitto and mosquitto-clients)",
        isUsable: MQTTPublication.absence == nil)

    static func path(of name: String) -> String {
        SourceTree.root.appending(path: "Tests/ChannelsTests/Servers/\(name)").path
    }

    /// The tests' certificates; `ca.crt` signed all but the self-signed one.
    static let certificates = SourceTree.root.appending(path: "Tests/TransportTests/Certificates")
        .path

    static func trust(_ name: String) throws -> NetworkChoice {
        let text = try String(contentsOfFile: "\(certificates)/\(name)", encoding: .utf8)
        return NetworkChoice(authorities: Authorities(readable: text))
    }

    private static func isInstalled(_ found: Bool, _ what: String, isUsable: Bool) -> Bool {
        if !found { print("There is no \(what) here: its tests are left out.") }
        if !isUsable { print("The library for \(what) was not there to build with.") }
        return found && isUsable
    }
}
