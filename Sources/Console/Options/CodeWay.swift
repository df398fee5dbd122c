import ArgumentParser

/// How a code is to come to an ordered number.
enum CodeWay: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sms
    case call
}
