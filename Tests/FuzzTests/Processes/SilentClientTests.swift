import Control
import Foundation
import Logging
import Serving
import Testing
import TestSupport

/// Clients that connect and send too little, or nothing.
@Suite("Silent clients", .blocking) struct SilentClientTests {
    @Test(arguments: ["", "POST /v1/st", "POST /v1/status HTTP/1.1\r\nHost: x\r\n"])
    func `are hung up on, and one that waits for an answer is not`(_ said: String) async throws {
        let folder = try TestFolder("silent")
        defer { withExtendedLifetime(folder) {} }
        let socket = folder.path + "/control.sock"
        let parts = try HostileProviderTests.handler([], HostileProviderTests.world())
        let server = ControlServer(
            path: socket, handler: parts.handler, logger: .silent,
            // Long enough for a head to be read that has come, however busy the machine is.
            patience: ConnectionPatience(head: .seconds(3), body: .seconds(3)))
        let (ready, told) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(ready: { told.finish() }) }
            for await _ in ready {}
            let waiting = try #require(RawConnection(socket))
            waiting.send(Array("GET /v1/tail?last=0 HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            let silent = try #require(RawConnection(socket))
            silent.send(Array(said.utf8))
            let end = silent.receive(within: .seconds(120))
            #expect(end == [], "it was not hung up on")
            // The head of the answer has come, and the connection is still there.
            let head = waiting.receive(within: .seconds(120))
            #expect(head?.isEmpty == false)
            let rest = waiting.receive(within: .milliseconds(600))
            #expect(rest != [], "one that waited was hung up on")
            group.cancelAll()
        }
    }
}
