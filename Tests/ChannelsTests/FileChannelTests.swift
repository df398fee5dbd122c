import Foundation
import Testing
import TestSupport

@testable import Channels

@Suite struct FileChannelTests {
    @Test func `each delivery is a line of its own, in a file for its owner alone`() async throws {
        try await withFolder { directory in
            let channel = make(FileSettings(path: "new/er/messages.jsonl"), in: directory)
            for attempt in 1...3 {
                _ = try await channel.deliver(
                    Sample.delivery(
                        attempt: attempt, content: ForwardContent(text: Sample.hostile)))
            }
            let path = "\(directory)/new/er/messages.jsonl"
            let lines = try read(path)
            #expect(lines.count == 3)
            #expect(try lines.map { try jsonObject($0)["attempt"] as? Int } == [1, 2, 3])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test func `many deliveries at once are lines in their order, after a line cut off too`()
        async throws
    {
        try await withFolder { directory in
            let path = "\(directory)/messages.jsonl"
            try Data("{\"torn".utf8).write(to: URL(filePath: path))
            let channel = make(FileSettings(path: path), in: "/nowhere")
            let batch = try #require(channel as? any BatchChannel)
            let receipt = try await batch.deliver(
                all: (1...50).map { attempt in
                    Sample.delivery(
                        attempt: attempt, content: ForwardContent(text: Sample.hostile))
                })
            #expect(receipt.text == "appended to \(path)")
            let lines = try read(path)
            #expect(lines.count == 51)
            let attempts = try lines.dropFirst().map { try jsonObject($0)["attempt"] as? Int }
            #expect(attempts == Array(1...50))
        }
    }

    @Test func `after a line that was cut off the next begins on a new one`() async throws {
        try await withFolder { directory in
            let path = "\(directory)/messages.jsonl"
            try Data("{\"whole\":1}\n{\"torn".utf8).write(
                to: URL(filePath: path))
            let channel = make(FileSettings(path: path), in: "/nowhere")
            _ = try await channel.deliver(Sample.delivery())
            _ = try await channel.deliver(Sample.delivery(attempt: 2))
            let lines = try read(path)
            #expect(lines.count == 4)
            #expect(String(decoding: lines[1], as: UTF8.self) == "{\"torn")
            #expect(try jsonObject(lines[2])["attempt"] as? Int == 1)
            #expect(try jsonObject(lines[3])["attempt"] as? Int == 2)
        }
    }

    @Test func `lines of many deliveries at once do not mix`() async throws {
        try await withFolder { directory in
            let channel = make(FileSettings(path: "messages.jsonl"), in: directory)
            let text = String(repeating: "long ", count: 5000)
            await withTaskGroup(of: DeliveryError?.self) { group in
                for attempt in 1...40 {
                    group.addTask {
                        await failure(
                            channel,
                            Sample.delivery(
                                attempt: attempt, content: ForwardContent(text: text)))
                    }
                }
                for await error in group { #expect(error == nil) }
            }
            let attempts = try read("\(directory)/messages.jsonl").map {
                try jsonObject($0)["attempt"] as? Int
            }
            #expect(Set(attempts) == Set(1...40))
            #expect(attempts.count == 40)
        }
    }

    @Test func `what is no file to append to is told, and nothing waits for it`() async throws {
        try await withFolder { directory in
            mkfifo("\(directory)/pipe", 0o600)
            try Data().write(to: URL(filePath: "\(directory)/file"))
            for path in ["pipe", ".", "file/below", "/dev/full"] {
                let error = await failure(make(FileSettings(path: path), in: directory))
                #expect(error?.remedy == .retry(after: nil))
                #expect("\(error as Any)".contains(path))
            }
        }
    }

    @Test(arguments: ["", "logs/", "a\0b"])
    func `a path that names no file is a mistake in the configuration`(path: String) async {
        #expect(await failure(make(FileSettings(path: path)))?.remedy == .giveUp)
    }

    private func read(_ path: String) throws -> [Data] {
        let data = try Data(contentsOf: URL(filePath: path))
        #expect(data.last == UInt8(ascii: "\n"))
        return data.split(separator: UInt8(ascii: "\n"))
    }
}
