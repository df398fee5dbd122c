import Transport

/// Reads posts whose fields may come in any of three forms.
extension PushRequest {
    /// The fields of the query and of the body, as texts.
    var fields: [(name: String, value: String)] {
        FormFields.urlEncoded(query ?? "") + fieldsOfBody
    }

    /// The fields of a form or of a JSON object.
    var fieldsOfBody: [(name: String, value: String)] {
        if let json = try? JSONValue(parsing: body), case .object(let members) = json {
            return members.map { ($0.key, $0.value.visibleText) }
        }
        return FormFields.urlEncoded(String(decoding: body, as: UTF8.self))
    }

    /// The body of a sender that posts nothing but JSON.
    func json() throws(PushRefusal) -> JSONValue {
        guard let json = try? JSONValue(parsing: body) else {
            throw .unreadable("its body is not JSON")
        }
        return json
    }
}
