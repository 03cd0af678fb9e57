import CCurl

/// An http or https URL, read by the same parser that the transfer will use, so that both mean the same host.
package struct ParsedURL: Sendable, Equatable {
    /// The whole of it, escaped where needed and without its fragment.
    package let text: String
    package let scheme: String
    /// In lower case; an IPv6 address keeps its brackets, an IPv4 address in any notation becomes dotted decimal.
    package let host: String
    package let port: Int

    package enum Fault: Error, Equatable {
        case malformed
        /// Neither http nor https.
        case unsupportedScheme
        /// A user name or password stands in it.
        case holdsCredentials
    }

    /// Reads a URL, or a reference as it stands in `Location` together with the URL that it is relative to.
    package init(_ text: String, relativeTo base: ParsedURL? = nil) throws(Fault) {
        libraryIsReady
        guard let url = unsafe curl_url() else { throw .malformed }
        defer { unsafe curl_url_cleanup(url) }

        // With foreign schemes allowed here, they are all refused below, and in one way.
        let flags = UInt32(CURLU_URLENCODE | CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME)
        func take(_ text: String) throws(Fault) {
            // C would stop reading at a zero.
            guard !text.utf8.contains(0) else { throw .malformed }
            switch unsafe curl_url_set(url, CURLUPART_URL, text, flags) {
            case CURLUE_OK: break
            case CURLUE_USER_NOT_ALLOWED: throw .holdsCredentials
            case CURLUE_UNSUPPORTED_SCHEME: throw .unsupportedScheme
            default: throw .malformed
            }
        }
        if let base { try take(base.text) }
        try take(text)
        _ = unsafe curl_url_set(url, CURLUPART_FRAGMENT, nil, 0)

        func part(_ part: CURLUPart, flags: Int32 = 0) throws(Fault) -> String {
            var text: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(url, part, &text, UInt32(flags)) == CURLUE_OK, let text = unsafe text else {
                throw .malformed
            }
            defer { unsafe curl_free(text) }
            return unsafe String(cString: text)
        }
        scheme = try part(CURLUPART_SCHEME).lowercased()
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme }
        host = try part(CURLUPART_HOST).lowercased()
        guard let port = Int(try part(CURLUPART_PORT, flags: CURLU_DEFAULT_PORT)) else { throw .malformed }
        self.port = port
        self.text = try part(CURLUPART_URL)
    }

    /// Whether both speak to the same server in the same way.
    package func isSameOrigin(as other: ParsedURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }
}
