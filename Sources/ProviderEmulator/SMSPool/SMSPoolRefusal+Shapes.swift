extension SMSPoolRefusal {
    static func plain(_ message: String) -> JSON {
        ["success": 0, "message": .string(message)]
    }

    static func errors(_ errors: [JSON]) -> JSON {
        ["success": 0, "errors": .array(errors)]
    }

    static func error(_ message: String, about parameter: SMSPoolParameter) -> JSON {
        let error: JSON = ["message": .string(message), "param": .string(parameter.rawValue)]
        return parameter.explanation.map { error.with(["description": .string($0)]) } ?? error
    }

    static func missingRequired(_ parameters: [SMSPoolParameter]) -> JSON {
        errors(
            parameters.map {
                error("You are missing a required parameter for this request.", about: $0)
            })
    }

    /// The document names parameters only in the sentence, and explains only the key.
    static func missingOrInvalid(_ parameters: [SMSPoolParameter]) -> JSON {
        errors(
            parameters.map { parameter in
                let message = JSON.string("Missing or invalid param: \(parameter.rawValue)")
                guard parameter == .key, let text = parameter.explanation else {
                    return ["message": message]
                }
                return ["message": message, "description": .string(text)]
            })
    }

    /// The document has one answer for every obstacle to another message.
    static let noResend: JSON = [
        "success": 0,
        "message": "Phonenumber could not be requested again, try later again.",
        "resend": 0,
    ]

    /// A page of HTML in a field, and a separate refusal for every pool tried.
    static func outOfStockInHTML(pool: String) -> JSON {
        let text = SMSPoolRefusal.outOfStock(pool: pool).sentence
        let errors: JSON = [["message": .string(text)]]
        return [
            "success": 0,
            "message": .string("<p>Pool <b>\(pool)</b>: <p>\(text)</p></p>"),
            "type": "OUT_OF_STOCK",
            "errors": errors,
            "pools": .object([
                JSON.Member(
                    pool,
                    [
                        "success": 0, "message": .string("<p><b>\(pool)</b> <p>\(text)</p></p>"),
                        "type": "OUT_OF_STOCK", "errors": errors,
                    ])
            ]),
        ]
    }

    static func noBalanceInHTML(pool: String, _ text: String) -> JSON {
        [
            "success": 0,
            "message": .string("<p>Pool <b>\(pool)</b>: \(text)</p>"),
            "type": "BALANCE_ERROR",
            "pools": .object([
                JSON.Member(
                    pool,
                    [
                        "success": 0, "message": .string("<p><b>\(pool)</b> \(text)</p>"),
                        "type": "BALANCE_ERROR",
                    ])
            ]),
        ]
    }
}
