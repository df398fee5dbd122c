import Lines

extension SMSPoolEmulator {
    /// `/rental/retrieve_all`: `type` 1 for products that can be extended, 0 for others.
    func listProducts(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let extendable: Bool? =
            switch request.value("type") {
            case "1": true
            case "0": false
            default: nil
            }
        let products = catalogue.products.filter { $0.isExtendable == extendable }
        switch generation {
        case .document:
            // Keyed by product id; ids need not start at zero or be consecutive.
            return .keyed(
                products.map { JSON.Member(String($0.id), documentProduct($0)) })
        case .current:
            guard !products.isEmpty else { throw .noRentalProducts }
            return ["success": 1, "data": .array(products.map(currentProduct))]
        }
    }

    /// `/rental/stock`
    func rentalStock(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        guard let product = product(of: request) else { throw .invalidRentalProduct }
        let days = product.pricing.map(\.days)
        guard days.contains(where: { String($0) == request.value("days") }) else {
            throw .invalidDays(available: days)
        }
        return ["count": .int(rentalStock[product.id, default: 0])]
    }

    /// `/rental/retrieve_pricing`: the prices of a product's first days and of additional ones.
    func rentalPricing(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        guard let product = product(of: request) else { throw .invalidRentalProduct }
        return [
            "pricing": prices(product.pricing),
            "extend": prices(product.isExtendable ? product.extensions : []),
        ]
    }

    func product(of request: EmulatedRequest) -> SMSPoolRentalProduct? {
        request.value("id").flatMap { Int($0) }.flatMap(catalogue.product)
    }

    /// The prices are an object inside a string.
    private func documentProduct(_ product: SMSPoolRentalProduct) -> JSON {
        [
            "name": .string(product.name), "region": region(of: product),
            "pricing": .string(prices(product.pricing).description),
        ]
    }

    /// The prices are an object; those for a single service are an object inside a string.
    private func currentProduct(_ product: SMSPoolRentalProduct) -> JSON {
        let single: JSON =
            product.singleService.isEmpty
            ? .null : .string(prices(product.singleService).description)
        return [
            "ID": .int(product.id), "name": .string(product.name), "region": region(of: product),
            "tag": .string(product.tag), "pool": .int(product.pool), "priority": 0,
            "pricing": prices(product.pricing), "is_refundable": product.isRefundable ? 1 : 0,
            "refund_min_days": .int(product.refundMinDays),
            "refund_within": .int(product.refundWithin), "single_service": single,
            "single_service_extend": product.singleServiceExtensions.isEmpty
                ? single : .string(prices(product.singleServiceExtensions).description),
        ]
    }

    private func region(of product: SMSPoolRentalProduct) -> JSON {
        catalogue.country(of: product).map { .string($0.region) } ?? .null
    }

    private func prices(_ pricing: [(days: Int, price: Money)]) -> JSON {
        .object(pricing.map { JSON.Member(String($0.days), .amount($0.price)) })
    }
}

extension JSON {
    /// An amount as a bare number without trailing zeros: `20`, `12.5`.
    fileprivate static func amount(_ money: Money) -> JSON {
        var digits = Substring(money.decimal)
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return .number(String(digits))
    }
}
