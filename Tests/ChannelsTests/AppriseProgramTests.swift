import Foundation
import Testing
import TestSupport
import Transport

@testable import Channels

/// The channel that runs Apprise's program, with the real one where it is installed.
@Suite struct AppriseProgramTests {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/apprise")

    private func settings(_ urls: [String], script: String? = nil) -> AppriseSettings {
        var settings = AppriseSettings(urls: urls.map { Secret($0) })
        // The machine may be busy.
        settings.timeout = .seconds(120)
        if let script { settings.command = ["/bin/sh", "-c", script] }
        return settings
    }

    @Test func `addresses are neither arguments nor in what is kept`() async throws {
        let script = "echo \"$0 $*\" > args; cat > text; echo failed at \"$APPRISE_URLS\"; exit 1"
        try await withFolder { folder in
            let channel = make(
                settings(["json://user:hidden-password@host"], script: script), in: folder)
            let error = try #require(await failure(channel))
            #expect(error.remedy == .retry(after: nil))
            #expect(!"\(error)".contains("hidden-password"), "\(error)")
            let arguments = try String(contentsOfFile: "\(folder)/args", encoding: .utf8)
            #expect(arguments.contains("--input-format=text"))
            #expect(!arguments.contains("json://"))
            let text = try String(contentsOfFile: "\(folder)/text", encoding: .utf8)
            #expect(text.hasPrefix("123456 MYBANK → bank\n\nCode 123456"))
        }
    }

    @Test func `a program that finds nobody to notify is not run again`() async throws {
        let error = await failure(make(settings(["json://host"], script: "exit 3"), in: "/tmp"))
        #expect(error?.remedy == .giveUp)
    }

    @Test(.enabled(if: isInstalled)) func `the real program delivers to a receiver`()
        async throws
    {
        let receiver = Receiver()
        try await receiver.serving { url in
            let address = url.replacing("http://", with: "json://")
            let channel = make(settings(["\(address)?format=text"]), in: "/tmp")
            _ = try await channel.deliver(
                Sample.delivery(content: ForwardContent(text: "Grüße @everyone <!here> <b>x</b>")))
        }
        let post = try #require(receiver.posts(of: "").first)
        let message = try #require(try jsonObject(post.body)["message"] as? String)
        #expect(message.contains("Grüße @\u{200B}everyone"), "\(message)")
        #expect(message.hasPrefix("123456 MYBANK"))
    }

    @Test(.enabled(if: isInstalled)) func `the real program's failure is worth another try`()
        async throws
    {
        let port = try LoopbackSocket.freePort()
        let error = await failure(make(settings(["json://127.0.0.1:\(port)/x"]), in: "/tmp"))
        #expect(error?.remedy == .retry(after: nil))
    }
}
