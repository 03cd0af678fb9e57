import CCurl

/// Why a transfer ended without a whole answer.
package enum CurlError: Error, Equatable {
    case malformedURL
    case nameNotFound
    case connectionFailed
    /// TLS: the certificate, the handshake or the record layer.
    case secureConnectionFailed
    case connectTimedOut
    case timedOut
    case tooSlow
    case connectionLost
    /// The other end does not speak HTTP, or speaks it wrongly.
    case malformedAnswer
    /// The receiver wanted no more.
    case stopped
    /// Somebody cancelled it.
    case cancelled
    /// Anything else, with libcurl's own words for it; they name no host.
    case other(String)

    init(_ code: CURLcode) {
        switch code {
        case CURLE_URL_MALFORMAT: self = .malformedURL
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .nameNotFound
        case CURLE_COULDNT_CONNECT: self = .connectionFailed
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .secureConnectionFailed
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND:
            self = .connectionLost
        // The second is what HTTP/0.9 gets: any bytes that do not begin like an answer.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            self = .malformedAnswer
        case CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK: self = .stopped
        default: self = .other(unsafe String(cString: curl_easy_strerror(code)))
        }
    }
}

/// Turns a code of the easy interface into an error.
func check(_ code: CURLcode) throws(CurlError) {
    guard code == CURLE_OK else { throw CurlError(code) }
}

/// Makes libcurl ready; every way into it touches this.
let libraryIsReady: Void = {
    precondition(curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, "libcurl cannot start.")
}()
