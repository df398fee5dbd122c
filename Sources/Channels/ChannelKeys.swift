package import Transport

/// The keys of one channel in the configuration, each read once and by its type.
///
/// A protocol, because the reader of `config.lua` knows lines and secrets, and the settings of a
/// channel only need values. Every function returns nil for a missing key, and throws a sentence
/// that names the key and its line.
package protocol ChannelKeys {
    associatedtype Fault: Error

    mutating func text(_ name: String) throws(Fault) -> String?
    /// A text, or a whole number as its digits: for the ids of services that count them.
    mutating func textOrNumber(_ name: String) throws(Fault) -> String?
    mutating func texts(_ name: String) throws(Fault) -> [String]?
    /// A list of texts, and of whole numbers as their digits.
    mutating func textsOrNumbers(_ name: String) throws(Fault) -> [String]?
    /// Whether a key is a text, where a list may stand instead.
    func holdsText(_ name: String) -> Bool
    mutating func flag(_ name: String) throws(Fault) -> Bool?
    mutating func whole(_ name: String, in range: ClosedRange<Int>) throws(Fault) -> Int?
    mutating func duration(_ name: String, least: String) throws(Fault) -> Duration?
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(Fault) -> Choice?

    /// A secret, by reference or as text; never empty.
    mutating func secret(_ name: String) throws(Fault) -> Secret?
    /// A list of secrets; a single one may stand without the list.
    mutating func secretList(_ name: String) throws(Fault) -> [Secret]?
    /// A table of secrets, by names of the person's choice.
    mutating func secretTable(_ name: String) throws(Fault) -> [String: Secret]?
    /// A table of texts and secrets, by names of the person's choice.
    mutating func variables(
        _ name: String
    ) throws(Fault) -> (texts: [String: String], secrets: [String: Secret])?
    /// A web address that may contain a login.
    mutating func address(_ name: String) throws(Fault) -> String?
    /// The same for an address that is itself a secret.
    mutating func secretAddress(_ name: String) throws(Fault) -> Secret?
    /// `ca_file` and `proxy`.
    mutating func network() throws(Fault) -> NetworkChoice

    /// The error for a key that must be there.
    func missing(_ name: String, _ advice: String) -> Fault
}

extension ChannelKeys {
    /// The time for one try.
    mutating func timeout(or usual: Duration) throws(Fault) -> Duration {
        try duration("timeout", least: "1s") ?? usual
    }

    /// The priority of forwards without one.
    mutating func priority() throws(Fault) -> ForwardPriority? {
        try whole("priority", in: 1...5).flatMap { ForwardPriority(level: $0) }
    }
}
