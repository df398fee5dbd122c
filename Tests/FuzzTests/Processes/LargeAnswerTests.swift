import Foundation
import Lines
import Networking
import Providers
import Testing
import TestSupport
import Transport

/// Answers far larger than necessary, over real HTTP. Each is fetched in its own process, so that
/// its effect on the process's peak memory can be measured.
@Suite("Large answers", .serialized) struct LargeAnswerTests {
    /// The bytes added by a question for the rental products, and its error.
    private static func cost(
        _ flood: FloodServer.Flood
    ) async throws -> (error: ProviderError?, bytes: Int) {
        let server = try FloodServer(flood)
        let transport = AsyncHTTPTransport()
        let pool = SMSPool(
            transport: transport, baseURL: "http://127.0.0.1:\(server.port)",
            key: Secret(Answers.key))
        // The first call, for one-time allocations.
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
            // The four megabytes read before the limit applies, and their growing buffers.
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
