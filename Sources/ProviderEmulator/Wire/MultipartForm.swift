/// The fields of a `multipart/form-data` body.
///
/// The providers' own request collections send every call this way, so an emulator that accepted
/// only the older encodings would refuse exactly the clients that follow the documentation.
struct MultipartForm {
    let fields: [(name: String, value: String)]

    init(body: [UInt8], boundary: String) {
        let delimiter = Array("--\(boundary)".utf8)
        fields = MultipartForm.split(body[...], by: delimiter).dropFirst().compactMap { part in
            // The text after the closing delimiter starts with two dashes and is not a field.
            guard !part.starts(with: [45, 45]) else { return nil }
            return MultipartForm.field(part)
        }
    }

    private static func field(_ part: ArraySlice<UInt8>) -> (name: String, value: String)? {
        let halves = split(part, by: [13, 10, 13, 10])
        guard halves.count >= 2 else { return nil }
        let head = String(decoding: halves[0], as: UTF8.self)
        var value = part[halves[1].startIndex...]
        if value.suffix(2).elementsEqual([13, 10]) { value = value.dropLast(2) }
        guard let name = name(in: head) else { return nil }
        return (name, String(decoding: value, as: UTF8.self))
    }

    private static func name(in head: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline)
        where line.lowercased().hasPrefix("content-disposition:") {
            for attribute in line.split(separator: ";") {
                let trimmed = attribute.drop { $0 == " " }
                guard trimmed.hasPrefix("name=") else { continue }
                return trimmed.dropFirst(5).filter { $0 != "\"" }
            }
        }
        return nil
    }

    private static func split(
        _ bytes: ArraySlice<UInt8>, by separator: [UInt8]
    ) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var position = start
        while position < bytes.endIndex {
            if bytes[position] == separator[0], bytes[position...].starts(with: separator) {
                parts.append(bytes[start..<position])
                position += separator.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }
}
