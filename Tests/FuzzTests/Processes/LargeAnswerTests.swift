import Foundation
import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Answers far larger than any that is needed, over real HTTP. Each is had in a process of its own,
/// so that what it adds to the most the process ever held can be told.
@Suite("Large answers", .serialized) struct LargeAnswerTests {
    /// What asking for the rental products adds, in bytes, and how it ended.
    private static func cost(
        _ flood: FloodServer.Flood
    ) async throws -> (error: ProviderError?, bytes: Int) {
        let server = try FloodServer(flood)
        let transport = AsyncHTTPTransport()
        let pool = SMSPool(
            transport: transport, baseURL: "http://127.0.0.1:\(server.port)",
            key: Secret(Answers.key))
        // Once for what is made at the first call.
        _ = try? await pool.balance()
        let before = ProcessMemory.now().resident
        ProcessMemory.forgetPeak()
        var failure: ProviderError?
        do throws(ProviderError) { _ = try await pool.rentalOffers() } catch { failure = error }
        let after = ProcessMemory.now().peak
        await transport.shutdown()
        return (failure, after - before)
    }

    @Test(arguments: [18, 100], [true, false])
    func `are refused without being held`(_ size: Int, _ isAnnounced: Bool) async {
        await #expect(processExitsWith: .success) {
            [size = size as Int, isAnnounced = isAnnounced as Bool] in
            let cost = try await Self.cost(.init(length: size << 20, isAnnounced: isAnnounced))
            guard case .transport(.tooLarge(_, 4_194_304)) = cost.error else { exit(1) }
            // The four megabytes that are read before it is known, and the room they grow in.
            exit(cost.bytes < 14 << 20 ? 0 : 2)
        }
    }

    @Test(arguments: [
        #"{"service":1,"country":1,"pool":7,"price":"0.24"},"#, "[],",
        #"{"a":[{"b":1}]},"#, "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]],",
    ])
    func `of the most that is read take a bounded multiple of it`(_ piece: String) async {
        await #expect(processExitsWith: .success) { [piece = piece as String] in
            let length = (4 << 20) - 1
            let cost = try await Self.cost(.init(length: length, isAnnounced: true, piece: piece))
            exit(cost.bytes < 100 << 20 ? 0 : 2)
        }
    }
}
