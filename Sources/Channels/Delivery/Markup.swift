/// Writes text so that HTML and XML show it and nothing in it acts.
enum Markup {
    /// Not by characters: a quote with an accent is not one of these, and acts all the same.
    static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { written, scalar in
            switch scalar {
            case "&": written += "&amp;"
            case "<": written += "&lt;"
            case ">": written += "&gt;"
            case "\"": written += "&quot;"
            case "'": written += "&#39;"
            default: written.unicodeScalars.append(scalar)
            }
        }
    }
}
