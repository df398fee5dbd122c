#if canImport(CMosquitto)
    import CMosquitto
    import Foundation
    import Transport

    /// A connection to a broker in one version of MQTT, and what libmosquitto tells of it.
    ///
    /// Used by one thread: libmosquitto calls back on the thread that called it.
    final class MQTTConnection {
        /// libmosquitto waits with select, which takes no higher descriptor.
        private static let highestDescriptor = 1023

        private let publication: MQTTPublication
        private let version: Int
        private let end: Duration
        private let work: BlockingWork
        private var told: MQTTOutcome
        private var numbers: [Int32: Int] = [:]
        private var isOver = false
        private var trouble: TLSTrouble?

        /// - Parameter version: 5, or 4 for MQTT 3.1.1.
        init(
            _ publication: MQTTPublication, version: Int, until end: Duration, _ work: BlockingWork
        ) {
            self.publication = publication
            self.version = version
            self.end = end
            self.work = work
            told = MQTTOutcome(confirmations: publication.messages.map { _ in nil })
        }

        func outcome() -> MQTTOutcome {
            let own = Unmanaged.passUnretained(self).toOpaque()
            guard let client = mosquitto_new(publication.settings.clientID, true, own) else {
                told.ending = .lost(reason: "out of memory")
                return told
            }
            defer { mosquitto_destroy(client) }
            listen(to: client)
            let authorities = publication.settings.network.authorities.map { own in
                lk_mosquitto_file(own.pem, own.pem.utf8.count)
            }
            defer { if let authorities, authorities >= 0 { close(authorities) } }
            let code = settle(client, authorities: authorities)
            guard code == MOSQ_ERR_SUCCESS else {
                told.ending = .impossible(
                    reason: "libmosquitto cannot do what is configured (\(Self.words(code)))")
                return told
            }
            converse(client)
            return told
        }

        private func settle(_ client: OpaquePointer, authorities: Int32?) -> mosq_err_t {
            let settings = publication.settings
            var codes = [mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, Int32(version))]
            if settings.isEncrypted {
                codes.append(mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1))
            }
            if let authorities {
                let file = "/proc/self/fd/\(authorities)"
                codes.append(mosquitto_tls_set(client, file, nil, nil, nil, nil))
            }
            if settings.isEncrypted {
                // Certificates must be good, and TLS not older than 1.2.
                codes.append(mosquitto_tls_opts_set(client, 1, "tlsv1.2", nil))
            }
            if let user = settings.user {
                codes.append(
                    mosquitto_username_pw_set(client, user, settings.password?.reveal()))
            }
            return codes.map(Self.code).first { $0 != MOSQ_ERR_SUCCESS } ?? MOSQ_ERR_SUCCESS
        }

        private func converse(_ client: OpaquePointer) {
            errno = 0
            // The first step of a connection that does not wait; the name is still looked up here.
            var code = Self.code(
                mosquitto_connect_async(
                    client, publication.server.host, Int32(publication.server.port), 60))
            guard code == MOSQ_ERR_SUCCESS else {
                told.ending = ending(code, system: errno)
                return
            }
            while !isOver {
                guard !work.isStopped else {
                    told.ending = .stopped
                    return
                }
                guard SpawnedProgram.uptime() < end else {
                    told.ending = .tooSlow
                    return
                }
                guard mosquitto_socket(client) <= Self.highestDescriptor else {
                    told.ending = .unreachable(reason: "too many files are open")
                    return
                }
                errno = 0
                code = Self.code(mosquitto_loop(client, 100, 1))
                if code != MOSQ_ERR_SUCCESS, !isOver {
                    told.ending = ending(code, system: errno)
                    return
                }
            }
        }

        private func ending(_ code: mosq_err_t, system: Int32) -> MQTTOutcome.Ending {
            if let trouble { return .untrusted(trouble) }
            switch code {
            case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP:
                return .unreachable(reason: "its name is not known")
            case MOSQ_ERR_ERRNO where told.connection == nil:
                return .unreachable(reason: String(cString: strerror(system)).lowercased())
            case MOSQ_ERR_OVERSIZE_PACKET, MOSQ_ERR_PAYLOAD_SIZE:
                return .tooLarge
            case MOSQ_ERR_TLS: return .untrusted(.refused(nil))
            default: return .lost(reason: Self.words(code))
            }
        }

        private static func code(_ number: Int32) -> mosq_err_t { mosq_err_t(number) }

        private static func words(_ code: mosq_err_t) -> String {
            String(cString: mosquitto_strerror(code.rawValue)).lowercased()
                .replacing(/\.$/, with: "")
        }
    }

    extension MQTTConnection {
        private static func of(_ own: UnsafeMutableRawPointer?) -> MQTTConnection? {
            own.map { Unmanaged<MQTTConnection>.fromOpaque($0).takeUnretainedValue() }
        }

        private func listen(to client: OpaquePointer) {
            mosquitto_connect_v5_callback_set(client) { client, own, code, _, properties in
                MQTTConnection.of(own)?.connected(client, Int(code), properties)
            }
            mosquitto_publish_v5_callback_set(client) { client, own, number, code, properties in
                MQTTConnection.of(own)?.confirmed(client, number, Int(code), properties)
            }
            mosquitto_disconnect_v5_callback_set(client) { _, own, code, properties in
                MQTTConnection.of(own)?.disconnected(Int(code), properties)
            }
            mosquitto_log_callback_set(client) { client, own, level, line in
                guard let client, let line, level == MOSQ_LOG_ERR else { return }
                MQTTConnection.of(own)?.noticed(String(cString: line), of: client)
            }
        }

        private func connected(
            _ client: OpaquePointer?, _ code: Int, _ properties: OpaquePointer?
        ) {
            told.connection = MQTTReason.connection(code, version: version)
            guard code == 0 else {
                told.words = Self.reason(properties)
                return
            }
            // Home Assistant must know its sensor before there is something to show.
            for (place, message) in publication.messages.enumerated().reversed() {
                var number: Int32 = 0
                let code = mosquitto_publish_v5(
                    client, &number, message.topic, Int32(clamping: message.payload.count),
                    message.payload, Int32(message.quality), message.isRetained, nil)
                if code == MOSQ_ERR_SUCCESS.rawValue {
                    numbers[number] = place
                } else if place == 0 {
                    told.ending = ending(Self.code(code), system: 0)
                    isOver = true
                    return
                }
            }
        }

        private func confirmed(
            _ client: OpaquePointer?, _ number: Int32, _ code: Int, _ properties: OpaquePointer?
        ) {
            guard let place = numbers.removeValue(forKey: number) else { return }
            told.confirmations[place] = code
            if place == 0 { told.words = Self.reason(properties) }
            guard numbers.isEmpty else { return }
            told.ending = .finished
            mosquitto_disconnect_v5(client, 0, nil)
        }

        /// Called when the goodbye of either side is through, and when the connection breaks.
        private func disconnected(_ code: Int, _ properties: OpaquePointer?) {
            if told.ending == .finished { isOver = true }
            if MQTTReason.isGoodbye(code) {
                told.goodbye = code
                told.words = Self.reason(properties)
            }
        }

        /// Called by OpenSSL's own report, when the connection still is there to be asked.
        private func noticed(_ line: String, of client: OpaquePointer) {
            if line.contains("host name verification failed") {
                trouble = .wrongName([])
            } else if line.contains("certificate verify failed") {
                let verdict = lk_mosquitto_certificate_verdict(client)
                trouble = trouble ?? TLSTrouble(openSSL: verdict)
            } else if line.contains("wrong version number") {
                trouble = trouble ?? .notTLS
            }
        }

        /// The broker's own words for a refusal.
        private static func reason(_ properties: OpaquePointer?) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            _ = mosquitto_property_read_string(
                properties, Int32(MQTT_PROP_REASON_STRING.rawValue), &text, false)
            defer { free(text) }
            return text.map { String(cString: $0).plainLine(limit: 200) }
        }
    }
#endif
