#if canImport(CCurl)
    import CCurl
    import Foundation
    import Transport

    /// What libcurl is given to read, and what it tells, during one conversation.
    ///
    /// Used by one thread at a time: libcurl calls back on the thread that called it.
    final class SMTPCall {
        private let message: [UInt8]
        private let work: BlockingWork
        private var read = 0
        private var dialogue = SMTPDialogue()

        init(_ message: [UInt8], _ work: BlockingWork) {
            self.message = message
            self.work = work
        }

        func perform(_ curl: OpaqueHandle, _ mail: MailSubmission) -> (SMTPDialogue, SMTPEnding) {
            var recipients: UnsafeMutablePointer<curl_slist>?
            for address in mail.to { recipients = curl_slist_append(recipients, "<\(address)>") }
            defer { curl_slist_free_all(recipients) }
            let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
            words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
            defer { words.deallocate() }
            var code = lk_curl_pointer(curl, CURLOPT_ERRORBUFFER, words)
            for step in options(mail) where code == CURLE_OK { code = step(curl) }
            if code == CURLE_OK { code = lk_curl_list(curl, CURLOPT_MAIL_RCPT, recipients) }
            if code == CURLE_OK { code = curl_easy_perform(curl) }
            // It points to memory that is gone before the handle is.
            _ = lk_curl_pointer(curl, CURLOPT_ERRORBUFFER, nil)
            _ = lk_curl_list(curl, CURLOPT_MAIL_RCPT, nil)
            let ending = SMTPEnding(
                code, certificate: lk_curl_certificate_verdict(curl),
                words: String(cString: words).plainLine(limit: 200))
            return (dialogue, ending)
        }

        private typealias Option = (OpaqueHandle) -> CURLcode

        private func options(_ mail: MailSubmission) -> [Option] {
            let settings = mail.settings
            let own = Unmanaged.passUnretained(self).toOpaque()
            // libcurl takes no more than some weeks.
            let milliseconds = Int(min(settings.timeout, .seconds(86_400)) / .milliseconds(1))
            let scheme = settings.encryption == .implicit ? "smtps" : "smtp"
            let host = mail.server.host.contains(":") ? "[\(mail.server.host)]" : mail.server.host
            // The path is the name to introduce oneself with. This machine's own is nobody's affair.
            let url = "\(scheme)://\(host):\(mail.server.port)/%5B127.0.0.1%5D"
            let tls = settings.encryption == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
            return [
                { lk_curl_text($0, CURLOPT_PROTOCOLS_STR, "smtp,smtps") },
                { lk_curl_text($0, CURLOPT_URL, url) },
                { lk_curl_number($0, CURLOPT_NOSIGNAL, 1) },
                { lk_curl_number($0, CURLOPT_TIMEOUT_MS, milliseconds) },
                { lk_curl_number($0, CURLOPT_CONNECTTIMEOUT_MS, milliseconds) },
                // Also for the answer to QUIT, which the limit above does not cover.
                {
                    lk_curl_number(
                        $0, CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, milliseconds / 1000))
                },
                { lk_curl_number($0, CURLOPT_USE_SSL, Int(tls.rawValue)) },
                { lk_curl_number($0, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) },
                { Self.trust(settings.network.authorities, $0) },
                { Self.way(settings.network.way, $0) },
                { Self.login(settings, $0) },
                { lk_curl_text($0, CURLOPT_MAIL_FROM, "<\(mail.from)>") },
                lk_curl_allow_refused_recipients,
                { lk_curl_number($0, CURLOPT_UPLOAD, 1) },
                { lk_curl_large($0, CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.message.count)) },
                {
                    lk_curl_read(
                        $0,
                        { buffer, size, count, own in
                            guard let buffer, let own else { return 0 }
                            return SMTPCall.of(own).fill(
                                UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
                        }, own)
                },
                {
                    lk_curl_listen(
                        $0,
                        { _, kind, bytes, count, own in
                            guard let bytes, let own else { return 0 }
                            let line = UnsafeRawBufferPointer(start: bytes, count: count)
                            SMTPCall.of(own).note(line, kind)
                            return 0
                        }, own)
                },
                {
                    lk_curl_watch(
                        $0,
                        { own, _, _, _, _ in
                            own.map { SMTPCall.of($0).work.isStopped } == true ? 1 : 0
                        }, own)
                },
            ]
        }

        private static func of(_ own: UnsafeMutableRawPointer) -> SMTPCall {
            Unmanaged<SMTPCall>.fromOpaque(own).takeUnretainedValue()
        }

        private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
            let part = message[read...].prefix(buffer.count)
            buffer.copyBytes(from: part)
            read += part.count
            return part.count
        }

        private func note(_ line: UnsafeRawBufferPointer, _ kind: curl_infotype) {
            if kind == CURLINFO_HEADER_OUT { dialogue.sent(line) }
            if kind == CURLINFO_HEADER_IN { dialogue.heard(line) }
        }

        /// Own authorities are added to the system's, which libcurl would forget.
        private static func trust(_ own: Authorities?, _ curl: OpaqueHandle) -> CURLcode {
            guard let own else { return CURLE_OK }
            let system = lk_curl_system_authorities().flatMap {
                try? String(contentsOfFile: String(cString: $0), encoding: .utf8)
            }
            let all = [system, own.pem].compactMap { $0 }.joined(separator: "\n")
            return lk_curl_authorities(curl, all, all.utf8.count)
        }

        private static func way(
            _ way: NetworkChoice.Way, _ curl: OpaqueHandle
        ) -> CURLcode {
            // Without this, libcurl would ask the environment.
            let quiet = lk_curl_text(curl, CURLOPT_NOPROXY, "")
            guard case .proxy(let proxy) = way else {
                return lk_curl_text(curl, CURLOPT_PROXY, "")
            }
            let steps: [Option] = [
                { lk_curl_text($0, CURLOPT_PROXY, "http://\(proxy.authority)") },
                { lk_curl_number($0, CURLOPT_HTTPPROXYTUNNEL, 1) },
                { lk_curl_text($0, CURLOPT_PROXYUSERNAME, proxy.login?.name) },
                { lk_curl_text($0, CURLOPT_PROXYPASSWORD, proxy.login?.password.reveal()) },
            ]
            return steps.reduce(quiet) { $0 == CURLE_OK ? $1(curl) : $0 }
        }

        private static func login(_ settings: MailSettings, _ curl: OpaqueHandle) -> CURLcode {
            guard let user = settings.user else { return CURLE_OK }
            let code = lk_curl_text(curl, CURLOPT_USERNAME, user)
            guard code == CURLE_OK else { return code }
            return lk_curl_text(curl, CURLOPT_PASSWORD, settings.password?.reveal())
        }
    }

    /// `CURL` is `void` in C.
    typealias OpaqueHandle = UnsafeMutableRawPointer

    extension SMTPEnding {
        fileprivate init(_ code: CURLcode, certificate: Int, words: String) {
            let reason = words.isEmpty ? String(cString: curl_easy_strerror(code)) : words
            self =
                switch code {
                case CURLE_OK: .regular
                case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
                    CURLE_COULDNT_CONNECT, CURLE_PROXY:
                    .unreachable(reason: reason)
                case CURLE_OPERATION_TIMEDOUT: .tooSlow
                // libcurl compares names itself, of which OpenSSL knows nothing.
                case CURLE_PEER_FAILED_VERIFICATION where words.contains("subject name"):
                    .untrusted(.wrongName([]))
                case CURLE_PEER_FAILED_VERIFICATION: .untrusted(TLSTrouble(openSSL: certificate))
                case CURLE_USE_SSL_FAILED: .untrusted(.noSTARTTLS)
                case CURLE_SSL_CONNECT_ERROR:
                    .untrusted(words.contains("wrong version") ? .notTLS : .refused(reason))
                case CURLE_LOGIN_DENIED: .noLogin
                case CURLE_ABORTED_BY_CALLBACK: .stopped
                case CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_UNSUPPORTED_PROTOCOL,
                    CURLE_SSL_CACERT_BADFILE:
                    .impossible(reason: "libcurl cannot do what is configured (\(reason))")
                default: .lost(reason: reason)
                }
        }
    }
#endif
