import Lines

/// The rental offers and their prices.
extension VirtualSMSEmulator {
    /// `/rentals/pricing`: a plain list of every price.
    func listRentalTiers() -> JSON {
        .array(
            VirtualSMSCatalogue.rentals.flatMap { place in
                [("full", place.full), ("service", place.service)].flatMap { kind, prices in
                    prices.map { hours, dollars in
                        [
                            "rental_type": .string(kind), "duration_hours": .int(hours),
                            "duration_label": .string(label(hours)), "base_price": .int(dollars),
                            "country_code": .string(place.country), "service_id": "",
                        ] as JSON
                    }
                }
            })
    }

    /// `/rentals/available`, of the provider's own numbers or of the network.
    func listRentalPlaces(_ request: EmulatedRequest) -> JSON {
        let wanted = request.value("country")?.uppercased()
        if request.value("provider") == "network" {
            let places = VirtualSMSCatalogue.countries.filter { wanted == nil || $0.code == wanted }
            return [
                "countries": .array(places.map(networkPlace)), "total_available": 500,
                "provider": "network",
            ]
        }
        let places = VirtualSMSCatalogue.rentals.filter { wanted == nil || $0.country == wanted }
        return [
            "countries": .array(places.map(ownPlace)),
            "total_available": .int(places.reduce(0) { $0 + $1.stock }),
        ]
    }

    private func ownPlace(_ place: VirtualSMSCatalogue.RentalPrices) -> JSON {
        [
            "country_code": .string(place.country),
            "country_name": .string(catalogue.country(place.country)?.name ?? place.country),
            "available_count": .int(place.stock),
            "pricing": ["full": list(place.full), "service": list(place.service)],
        ]
    }

    private func networkPlace(_ country: VirtualSMSCatalogue.Country) -> JSON {
        [
            "country_code": .string(country.code), "country_name": .string(country.name),
            "available_count": 60, "pricing": [:],
            "service_count": .int(VirtualSMSCatalogue.services.count),
            "popular_services": .array(VirtualSMSCatalogue.popular.map(JSON.string)),
            "min_price_per_day": .number("0.61"),
        ]
    }

    private func list(_ prices: [(hours: Int, dollars: Int)]) -> JSON {
        .array(
            prices.map { hours, dollars in
                [
                    "duration_hours": .int(hours), "duration_label": .string(label(hours)),
                    "price": .int(dollars),
                ]
            })
    }

    private func label(_ hours: Int) -> String { hours == 24 ? "1 day" : "\(hours / 24) days" }

    /// `/rentals/services`
    func listNetworkServices(_ request: EmulatedRequest) throws(VirtualSMSRefusal) -> JSON {
        guard catalogue.country(request.value("country_code") ?? "") != nil else {
            throw .unknownCountry
        }
        let price = try networkPrice(request.value("duration") ?? "24")
        return .array(
            VirtualSMSCatalogue.services.map { service in
                [
                    "service_id": .string(service.code), "service_name": .string(service.name),
                    "physical_count": 8, "our_price": VirtualSMSWire.number(price),
                    "popular": .bool(VirtualSMSCatalogue.popular.contains(service.code)),
                ]
            })
    }

    /// `/rentals/price`
    func showRentalPrice(_ request: EmulatedRequest) throws(VirtualSMSRefusal) -> JSON {
        guard catalogue.service(request.value("service") ?? "") != nil else {
            throw .unknownService
        }
        guard catalogue.country(request.value("country_code") ?? "") != nil else {
            throw .unknownCountry
        }
        let duration = request.value("duration") ?? ""
        return [
            "price": VirtualSMSWire.number(try networkPrice(duration)),
            "duration_hours": .string(duration),
        ]
    }

    private func networkPrice(_ duration: String) throws(VirtualSMSRefusal) -> Money {
        let prices = VirtualSMSEmulator.prices(of: "", forService: true, fromNetwork: true)
        guard let hours = Int(duration), let found = prices.first(where: { $0.hours == hours })
        else { throw .wrongDuration(prices.map(\.hours)) }
        return found.price
    }
}
