import Lines

extension SMSPoolEmulator {
    /// `/rental/retrieve_messages`: newest first, even after the rental has ended.
    ///
    /// The ids are not unique: the document's generation repeats one id on all messages of a line,
    /// the newer one uses each id for two messages.
    func rentalMessages(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let rental = rentals[try rentalIndex(request)]
        let source = rental.product.pool
        let messages: [JSON] = rental.received.enumerated().reversed().map { index, message in
            let sender = message.sms.sender
            let isCurrent = generation == .current
            let told = message.at + stampError
            return [
                "ID": .int(isCurrent ? index / 2 + 1 : source),
                "sender": sender.isEmpty ? .null : .string(sender),
                "message": .string(message.sms.text),
                "timestamp": .string(
                    isCurrent ? SMSPoolTime.numeric(told) : SMSPoolTime.spelled(told)),
            ]
        }
        switch generation {
        case .document:
            return [
                "success": 1, "messages": .indexed(messages), "source": .string(String(source)),
            ]
        case .current:
            return ["success": 1, "messages": .array(messages), "source": .int(source)]
        }
    }

    /// `/rental/retrieve`: the rentals still held.
    func listRentals() -> JSON {
        .array(
            rentals.filter { $0.end == nil }.map { rental in
                [
                    "country_name": .string(rental.product.country),
                    "expiration_date": expiration(rental), "phonenumber": .string(rental.number),
                    "rental": id(rental.product.id), "rental_code": .string(rental.code),
                    "source": id(rental.product.pool), "state": "Unknown",
                    "type": id(rental.product.isExtendable ? 1 : 0),
                ]
            })
    }

    /// `/rental/info`: the only answer with the price, and the only one without `success`.
    func rentalInfo(_ request: EmulatedRequest) throws(SMSPoolRefusal) -> JSON {
        let rental = rentals[try rentalIndex(request)]
        return [
            "rental_code": .string(rental.code), "rental": id(rental.product.id),
            "phonenumber": .string(rental.number),
            "country_name": .string(rental.product.country),
            "expiration_date": expiration(rental), "price": .string(rental.price.decimal),
            "refund": rental.state == "refunded" ? 1 : 0,
            "auto_extend": rental.autoExtend ? 1 : 0, "service": id(rental.service?.id ?? 0),
            "service_name": rental.service.map { .string($0.name) } ?? .null,
            "source": id(rental.product.pool), "type": id(rental.product.isExtendable ? 1 : 0),
        ]
    }

    /// The end of a rental, in the format of endpoints newer than the document.
    func expiration(_ rental: Rental) -> JSON {
        let seconds = rental.expiresAt.unixSeconds
        return generation == .current ? .int(seconds) : .string(String(seconds))
    }
}
