/// A form as the body of a request, in either of the two encodings that providers require.
package struct FormBody: Sendable, Equatable {
    /// The value of the `Content-Type` header that goes with the bytes.
    package let contentType: String
    package let bytes: [UInt8]

    /// `application/x-www-form-urlencoded`, as defined by the WHATWG URL standard.
    package static func urlEncoded(_ fields: [(name: String, value: String)]) -> FormBody {
        FormBody(
            contentType: "application/x-www-form-urlencoded", bytes: Array(query(fields).utf8))
    }

    /// The same text for use after the `?` of a URL.
    package static func query(_ fields: [(name: String, value: String)]) -> String {
        let encode = { PercentEncoding.encode($0, space: "+", kept: "-._*") }
        return fields.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// `multipart/form-data` (RFC 7578) of text fields.
    ///
    /// - Parameter boundary: a text unique to this form, such as a world's identifier. Characters
    ///   not allowed in a boundary are removed, and it is lengthened while a value contains it, so
    ///   that any boundary gives a form that parses into the same fields.
    package static func multipart(
        _ fields: [(name: String, value: String)], boundary: String
    ) -> FormBody {
        let letters = boundary.unicodeScalars.filter { scalar in
            ("0"..."9") ~= scalar || ("A"..."Z") ~= scalar || ("a"..."z") ~= scalar
        }
        var mark = "linekeeper-" + String(String.UnicodeScalarView(letters.prefix(40)))
        while fields.contains(where: { $0.value.contains(mark) }) { mark += "x" }
        var text = ""
        for field in fields {
            text += "--\(mark)\r\n"
            text += "Content-Disposition: form-data; name=\"\(escaped(field.name))\"\r\n\r\n"
            text += "\(field.value)\r\n"
        }
        text += "--\(mark)--\r\n"
        return FormBody(
            contentType: "multipart/form-data; boundary=\(mark)", bytes: Array(text.utf8))
    }

    /// A field's name for use inside the quotes of its header, escaped as browsers do.
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
