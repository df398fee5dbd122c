import Lines
import Networking
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Requests on the wire: fields arrive intact, and no intermediary sees the key.
@Suite("On the wire", .timeLimit(.minutes(20)))
struct WireStories {
    @Test(arguments: ProviderCase.all)
    func `no URL ever has the key in it, granted or refused`(
        _ providerCase: ProviderCase
    ) async throws {
        try await providerCase.withFixture { fixture in
            for call in ProviderCall.allCases where providerCase.endpoints[call] != nil {
                let line = try await fixture.prepare(for: call)
                for id in [line, "ZZZZZZZZ"] {
                    _ = await call.error(
                        from: fixture.account, on: id, buying: providerCase.products)
                }
            }
            // The proof holds only if the emulator shows all requests.
            let targets = try await fixture.controls.targets().joined(separator: "\n")
            for endpoint in providerCase.endpoints.values {
                // If an id is part of the path, the part before it.
                let path = endpoint.split(separator: ":").first ?? ""
                #expect(targets.contains(path), "\(endpoint)")
            }
            try await fixture.expectNoKeyInURLs()
        }
    }

    @Test(arguments: ProviderCase.offering(.order, .active))
    func `names with signs that forms escape arrive whole`(_ providerCase: ProviderCase)
        async throws
    {
        try await providerCase.withFixture { fixture in
            let id = try await fixture.account.order(providerCase.products.byName).value.providerID
            let active = try await fixture.account.activeActivations().value
            #expect(active.map(\.providerID) == [id])
            #expect(active.map(\.service) == [providerCase.products.byName.service])
        }
    }

    @Test(arguments: ProviderCase.offering(.order))
    func `a value cannot smuggle in another field`(_ providerCase: ProviderCase) async throws {
        try await providerCase.withFixture { fixture in
            let wanted = providerCase.products.inStock
            for more in ["&max_price=99", "\r\nX: y", "\"; filename=\"x", "%26a=b", "+"] {
                let order = ActivationOrder(
                    service: wanted.service + more, country: wanted.country)
                let error = await fixture.error { _ = try await $0.order(order) }
                #expect(error == .unknownService, "\(more)")
            }
            guard providerCase.endpoints[.rent] != nil else { return }
            let id = "ABC&rental_code=\(try await fixture.rent(providerCase.products.listening).id)"
            let error = await fixture.error { _ = try await $0.messages(of: id) }
            #expect(error == .notFound)
        }
    }

    @Test(arguments: ProviderCase.all)
    func `a provider that is down is unreachable and leaves no doubt`(
        _ providerCase: ProviderCase
    ) async throws {
        let (addresses, address) = AsyncStream<String>.makeStream()
        try await providerCase.withFixture { fixture in
            address.yield(fixture.url)
            address.finish()
        }
        let transport = AsyncHTTPTransport()
        for await url in addresses {
            let account = providerCase.account(transport, url, Secret(emulatorKey), nil)
            for call in ProviderCall.allCases where providerCase.endpoints[call] != nil {
                let error = await call.error(from: account, on: "X", buying: providerCase.products)
                #expect(error?.refusal == .unreachable, "\(providerCase.testDescription) \(call)")
                #expect(error?.leavesDoubt == false)
            }
        }
        await transport.shutdown()
    }
}
