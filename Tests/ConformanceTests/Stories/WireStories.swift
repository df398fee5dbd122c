import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Requests on the wire: fields arrive intact, and no intermediary sees the key.
@Suite("On the wire", .timeLimit(.minutes(2)))
struct WireStories {
    @Test(arguments: Subject.all)
    func `no URL ever has the key in it, granted or refused`(
        _ subject: Subject
    ) async throws {
        try await subject.onStand { stand in
            for deed in Deed.allCases where subject.endpoints[deed] != nil {
                let line = try await stand.prepare(for: deed)
                for id in [line, "ZZZZZZZZ"] {
                    _ = await deed.error(from: stand.account, on: id, buying: subject.wares)
                }
            }
            // The proof holds only if the emulator shows all requests.
            let targets = try await stand.controls.targets().joined(separator: "\n")
            for endpoint in subject.endpoints.values {
                // If an id is part of the path, the part before it.
                let path = endpoint.split(separator: ":").first ?? ""
                #expect(targets.contains(path), "\(endpoint)")
            }
            try await stand.expectNoKeyInURLs()
        }
    }

    @Test(arguments: Subject.offering(.order, .active))
    func `names with signs that forms escape arrive whole`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let id = try await stand.account.order(subject.wares.byName).value.providerID
            let active = try await stand.account.activeActivations().value
            #expect(active.map(\.providerID) == [id])
            #expect(active.map(\.service) == [subject.wares.byName.service])
        }
    }

    @Test(arguments: Subject.offering(.order))
    func `a value cannot smuggle in another field`(_ subject: Subject) async throws {
        try await subject.onStand { stand in
            let wanted = subject.wares.inStock
            for more in ["&max_price=99", "\r\nX: y", "\"; filename=\"x", "%26a=b", "+"] {
                let order = ActivationOrder(
                    service: wanted.service + more, country: wanted.country)
                let error = await stand.error { _ = try await $0.order(order) }
                #expect(error == .unknownService, "\(more)")
            }
            guard subject.endpoints[.rent] != nil else { return }
            let id = "ABC&rental_code=\(try await stand.rent(subject.wares.listening).id)"
            let error = await stand.error { _ = try await $0.messages(of: id) }
            #expect(error == .notFound)
        }
    }

    @Test(arguments: Subject.all)
    func `a provider that is down is unreachable and leaves no doubt`(
        _ subject: Subject
    ) async throws {
        let (addresses, address) = AsyncStream<String>.makeStream()
        try await subject.onStand { stand in
            address.yield(stand.url)
            address.finish()
        }
        let transport = AsyncHTTPTransport()
        for await url in addresses {
            let account = subject.account(transport, url, Secret(emulatorKey), nil)
            for deed in Deed.allCases where subject.endpoints[deed] != nil {
                let error = await deed.error(from: account, on: "X", buying: subject.wares)
                #expect(error?.refusal == .unreachable, "\(subject.testDescription) \(deed)")
                #expect(error?.leavesDoubt == false)
            }
        }
        await transport.shutdown()
    }
}
