/// What C libraries report of a certificate they do not trust.
extension TLSTrouble {
    /// - Parameter verdict: one of OpenSSL's X509_V codes (`openssl verify`'s manual).
    package init(openSSL verdict: Int) {
        self =
            switch verdict {
            case 9: .notYetValid(until: nil)
            case 10: .expired(since: nil)
            case 18: .selfSigned
            case 2, 19, 20, 21: .unknownAuthority(nil)
            // The libraries compare names themselves: OpenSSL then has no objection.
            case 0, 62, 64: .wrongName([])
            default: .notAccepted
            }
    }
}
