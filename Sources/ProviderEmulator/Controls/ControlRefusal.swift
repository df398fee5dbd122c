/// The fault in a request to the emulator's own controls, as a sentence.
struct ControlRefusal: Error {
    var status: Int
    var message: String

    static func badRequest(_ message: String) -> ControlRefusal {
        ControlRefusal(status: 400, message: message)
    }

    static func notFound(_ message: String) -> ControlRefusal {
        ControlRefusal(status: 404, message: message)
    }
}
