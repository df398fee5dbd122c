package import Transport

/// A topic at an MQTT broker.
package struct MQTTSettings: ChannelSettings, Equatable {
    package static let kind = "mqtt"

    package var host: String
    package var port: Int
    package var isEncrypted: Bool
    package var user: String?
    package var password: Secret?
    package var topic: String
    /// 0: sent once, unconfirmed; 1: until confirmed; 2: until confirmed, and once.
    package var quality = 1
    /// Whether the broker keeps the last message for subscribers to come.
    package var isRetained = false
    /// Chosen by the broker if nil.
    package var clientID: String?
    /// The first level of Home Assistant's discovery topics, if it is to be told of a sensor.
    package var discovery: String?
    package var timeout = Duration.seconds(15)
    /// Only its authorities are used.
    package var network = NetworkChoice()

    package init(host: String, port: Int? = nil, isEncrypted: Bool = false, topic: String) {
        self.host = host
        self.port = port ?? (isEncrypted ? 8883 : 1883)
        self.isEncrypted = isEncrypted
        self.topic = topic
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let host = try keys.text("host") else {
            throw keys.missing("host", "say where the broker is, as host = \"mqtt.example.org\"")
        }
        let port = try keys.whole("port", in: 1...65535)
        let isEncrypted = try keys.flag("tls") ?? (port == 8883)
        guard let topic = try keys.text("topic") else {
            throw keys.missing("topic", "say where to publish, as topic = \"home/sms\"")
        }
        self.init(host: host, port: port, isEncrypted: isEncrypted, topic: topic)
        user = try keys.text("user")
        password = try keys.secret("password")
        quality = try keys.whole("qos", in: 0...2) ?? quality
        isRetained = try keys.flag("retain") ?? false
        clientID = try keys.text("client_id")
        discovery = try keys.text("discovery")
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var summary: String {
        "\(topic.plainLine(limit: 100)) at \(address?.host ?? host.plainLine(limit: 100))"
    }

    package var secrets: [Secret] { password.map { [$0] } ?? [] }

    /// The broker as an address, which says whether it is one.
    var address: WebAddress? {
        try? WebAddress("https://\(host.contains(":") ? "[\(host)]" : host):\(port)/")
    }

    package var fault: String? {
        guard let address, address.target == "/", address.login == nil else {
            return "its host must be a name or an address, such as mqtt.example.org"
        }
        if let fault = MQTTTopic.fault(topic) { return fault }
        if let discovery, MQTTTopic.fault(discovery) != nil || discovery.utf8.count > 1000 {
            return "its discovery must be the first level of Home Assistant's topics, usually "
                + "\"homeassistant\""
        }
        if password != nil, user == nil { return "it has a password but no user" }
        for text in [user, password?.reveal(), clientID].compactMap({ $0 }) {
            guard (1...65_535).contains(text.utf8.count), !text.utf8.contains(where: { $0 < 32 })
            else { return "its user, password or client_id is empty or has an invalid character" }
        }
        if network.authorities != nil, !isEncrypted {
            return "it has a ca_file but no tls; add tls = true"
        }
        if case .proxy = network.way { return "MQTT does not pass a web proxy; remove proxy" }
        guard timeout > .zero else { return "its timeout must be greater than zero" }
        return MQTTPublication.absence
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        MQTTChannel(name: name, settings: self)
    }
}
