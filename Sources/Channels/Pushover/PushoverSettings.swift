import Lines
package import Transport

/// An application at Pushover and the user or group it sends to.
package struct PushoverSettings: HTTPChannelSettings, Equatable {
    package static let kind = "pushover"

    /// The application's token.
    package var token: Secret
    /// The key of the user or group.
    package var user: Secret
    /// The name of one device; all of them if nil.
    package var device: String?
    package var sound: String?
    /// For forwards without one.
    package var priority: ForwardPriority?
    /// How an urgent forward is repeated until it is acknowledged; it is not if nil.
    package var emergency: Emergency?
    package var server = "https://api.pushover.net"
    package var timeout = Duration.seconds(15)
    package var network = NetworkChoice()

    /// The repetition of an emergency.
    package struct Emergency: Sendable, Equatable {
        /// The pause between two alarms, 30 seconds at least.
        package var retry = Duration.seconds(60)
        /// When to stop, three hours at most.
        package var expire = Duration.hours(1)

        package init() {}
    }

    package init(token: Secret, user: Secret) {
        self.token = token
        self.user = user
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let token = try keys.secret("token") else {
            throw keys.missing(
                "token", "give the application's token as secret(\"PUSHOVER_TOKEN\")")
        }
        guard let user = try keys.secret("user") else {
            throw keys.missing("user", "give your user key as secret(\"PUSHOVER_USER\")")
        }
        self.init(token: token, user: user)
        device = try keys.text("device")
        sound = try keys.text("sound")
        priority = try keys.priority()
        let retry = try keys.duration("retry", least: "30s")
        let expire = try keys.duration("expire", least: "30s")
        if try keys.flag("emergency") ?? false {
            var emergency = Emergency()
            emergency.retry = retry ?? emergency.retry
            emergency.expire = expire ?? emergency.expire
            self.emergency = emergency
        }
        server = try keys.address("server") ?? server
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { server }

    package var secrets: [Secret] { [token, user] }

    package var digestBytes: Int { 800 }

    package var fault: String? {
        if let emergency, emergency.expire > .hours(3) || emergency.retry < .seconds(30) {
            return "its emergency may be repeated every 30 seconds, for three hours at most"
        }
        return fault(server: ("server", server), secrets: ["token": token, "user": user])
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        PushoverChannel(name: name, settings: self, transport: transport)
    }
}
