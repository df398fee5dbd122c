import Lines

/// How long an activation waits for its code. No answer contains it, so it comes from other
/// sources.
enum HandlerAPILifetime {
    private static let longer: [String: Duration] = [
        "ya": .minutes(40), "ft": .minutes(60), "ig": .minutes(60), "cy": .minutes(60),
        "wx": .minutes(60),
    ]

    static func of(_ service: String?) -> Duration {
        service.flatMap { longer[$0.lowercased()] } ?? .minutes(20)
    }
}
