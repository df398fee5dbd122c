import Foundation
import TestSupport
import Transport

@testable import Channels

/// Mosquitto on a port of this machine, which goes away with the test.
final class Broker {
    let port: Int
    private let folder: TestFolder
    private var process: TestProcess?

    /// - Parameter lines: of its configuration; `FOLDER` stands for a folder of its own.
    init(_ lines: [String] = ["allow_anonymous true"]) async throws {
        folder = try TestFolder("mqtt")
        port = try LoopbackSocket.freePort()
        let path = folder.path
        let text = (["log_dest stdout", "user root", "listener \(port) 127.0.0.1"] + lines)
            .joined(separator: "\n").replacing("FOLDER", with: path)
        try folder.write("broker.conf", text + "\n")
        try folder.write("acl", "user joe\ntopic write open/#\ntopic read #\n")
        _ = try await TestProcess.run(
            ["-c", "-b", "\(path)/passwords", "joe", "sesame"], as: ["/usr/bin/mosquitto_passwd"])
        for name in ["good", "elsewhere"] {
            let source = "\(ServerProgram.certificates)/\(name).pem"
            try FileManager.default.copyItem(atPath: source, toPath: "\(path)/\(name).pem")
        }
        try await start()
    }

    func start() async throws {
        let started = try TestProcess(
            ["-oL", ServerProgram.broker, "-c", "\(folder.path)/broker.conf"],
            errors: .nullDevice, program: ServerProgram.lineByLine)
        guard await started.line(where: { $0.contains("running") }) != nil else {
            throw UnexpectedAnswer("the broker did not start")
        }
        process = started
    }

    func stop() {
        process?.stop()
        process = nil
    }

    func settings(_ topic: String = "open/sms") -> MQTTSettings {
        var settings = MQTTSettings(host: "127.0.0.1", port: port, topic: topic)
        // The machine may be busy.
        settings.timeout = .seconds(60)
        return settings
    }
}

/// A program that subscribes to everything at a broker, and prints what it gets.
struct Subscriber {
    struct Message: Decodable {
        let topic: String
        /// In hexadecimal digits.
        let payload: String
        let qos: Int
        let retain: Int

        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            var digits = payload.utf8.makeIterator()
            while let high = digits.next(), let low = digits.next() {
                bytes.append(Self.value(high) << 4 | Self.value(low))
            }
            return bytes
        }

        private static func value(_ digit: UInt8) -> UInt8 {
            digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
        }
    }

    private let process: TestProcess

    init(to broker: Broker) async throws {
        let format = #"{"topic":"%t","payload":"%x","qos":%q,"retain":%r}"#
        process = try TestProcess(
            [
                "-oL", ServerProgram.subscriber, "-h", "127.0.0.1", "-p", "\(broker.port)", "-q",
                "2", "-t", "#", "-F", format,
                "-W", "1200", "-d",
            ],
            program: ServerProgram.lineByLine)
        guard await process.line(where: { $0.hasPrefix("Subscribed") }) != nil else {
            throw UnexpectedAnswer("the subscriber was refused")
        }
    }

    func message() async throws -> Message {
        guard let line = await process.line(where: { $0.hasPrefix("{") }) else {
            throw UnexpectedAnswer("the subscriber has ended")
        }
        return try JSONDecoder().decode(Message.self, from: Data(line.utf8))
    }
}
