import CCurl

/// An exchange in the hands of libcurl; on the loop's thread from its first moment to its last.
@safe final class Transfer {
    let easy: UnsafeMutableRawPointer
    let receiver: any Receiver
    private let exchange: Exchange
    /// Both are libcurl's to read until the transfer is over.
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var addresses: UnsafeMutablePointer<curl_slist>?
    /// How much of the body libcurl has taken.
    private var sent = 0

    init(_ exchange: Exchange, for receiver: any Receiver) throws(CurlError) {
        guard let easy = unsafe curl_easy_init() else { throw .other("Out of memory") }
        unsafe self.easy = easy
        self.receiver = receiver
        self.exchange = exchange
        try set()
        try setBody()
        try setHeaders()
        try setRoute()
        try setLimits()
        try setCallbacks()
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(headers)
        unsafe curl_slist_free_all(addresses)
    }

    /// What the transfer died of; libcurl has one code for three kinds of slowness.
    func failure(_ code: CURLcode) -> CurlError? {
        guard code != CURLE_OK else { return nil }
        guard code == CURLE_OPERATION_TIMEDOUT else { return CurlError(code) }
        var spent: curl_off_t = 0
        var untilRequest: curl_off_t = 0
        _ = unsafe flint_curl_get_offset(easy, CURLINFO_TOTAL_TIME_T, &spent)
        _ = unsafe flint_curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &untilRequest)
        if Duration.microseconds(spent) >= exchange.totalTime { return .timedOut }
        return untilRequest == 0 ? .connectTimedOut : .tooSlow
    }

    private func set() throws(CurlError) {
        try set(CURLOPT_URL, exchange.url.text)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // One request at a time on a connection: pausing is then plain TCP, and HTTP/2 has little to give for pictures.
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        // Without it, leaving a transfer waits for a name server that does not answer, and all others wait with it.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_BUFFERSIZE, 64 * 1024)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if exchange.isFresh { try set(CURLOPT_FRESH_CONNECT, 1) }
        if let certificates = exchange.certificates { try set(CURLOPT_CAINFO, certificates) }
    }

    private func setBody() throws(CurlError) {
        let method = exchange.method
        if !exchange.body.isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
            try set(CURLOPT_POST, 1)
            try check(unsafe flint_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, exchange.body.count))
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
        } else if method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
        } else {
            try set(CURLOPT_HTTPGET, 1)
            if method != "GET" { try set(CURLOPT_CUSTOMREQUEST, method) }
        }
    }

    private func setHeaders() throws(CurlError) {
        // libcurl would wait a second for `100 Continue`, and would call every body a form; a name alone takes a header away.
        var lines = exchange.headers + ["Expect:"]
        if !lines.contains(where: { $0.lowercased().hasPrefix("content-type:") }) { lines.append("Content-Type:") }
        for line in lines {
            unsafe headers = try appending(line, to: headers)
        }
        try check(unsafe flint_curl_set_list(easy, CURLOPT_HTTPHEADER, headers))
    }

    private func setRoute() throws(CurlError) {
        if let proxy = exchange.proxy {
            try set(CURLOPT_PROXY, proxy)
            try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        } else {
            // Empty, which is not the same as unset: unset means what the environment says.
            try set(CURLOPT_PROXY, "")
        }
        // Exceptions from the proxy would come from the environment, too.
        try set(CURLOPT_NOPROXY, exchange.proxy == nil ? "*" : "")
        if let list = exchange.addresses {
            let url = exchange.url
            unsafe addresses = try appending("\(url.host):\(url.port):\(list.joined(separator: ","))", to: nil)
            try check(unsafe flint_curl_set_list(easy, CURLOPT_RESOLVE, addresses))
        }
    }

    private func setLimits() throws(CurlError) {
        // Zero would mean no limit to libcurl.
        try set(CURLOPT_TIMEOUT_MS, max(1, milliseconds(exchange.totalTime)))
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, milliseconds(exchange.connectTime)))
        if let rate = exchange.minimumRate {
            try set(CURLOPT_LOW_SPEED_LIMIT, rate.bytesPerSecond)
            try set(CURLOPT_LOW_SPEED_TIME, max(1, Int(rate.patience.components.seconds)))
        }
    }

    private func setCallbacks() throws(CurlError) {
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe flint_curl_set_owner(easy, owner))
        try check(unsafe flint_curl_on_socket(easy, openSocket, owner))
        try check(unsafe flint_curl_on_header(easy, takeHeader, owner))
        try check(unsafe flint_curl_on_body(easy, takeBody, owner))
        try check(unsafe flint_curl_on_read(easy, giveBody, seekBody, owner))
    }

    private func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(unsafe flint_curl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(unsafe flint_curl_set_text(easy, option, value))
    }

    /// Copies as much of the body as fits, and remembers how far it came.
    fileprivate func give(to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, exchange.body.count - sent)
        unsafe exchange.body.withUnsafeBytes { body in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: body[sent..<(sent + count)]))
        }
        sent += count
        return count
    }

    /// libcurl begins again when a connection that it kept turns out to be dead.
    fileprivate func seek(to offset: Int) -> Bool {
        guard (0...exchange.body.count).contains(offset) else { return false }
        sent = offset
        return true
    }
}

private func milliseconds(_ duration: Duration) -> Int {
    // Clamped to a day, which is longer than anyone waits and fits whatever libcurl counts in.
    Int(min(max(duration, .zero), .seconds(86_400)) / .milliseconds(1))
}

private func appending(
    _ text: String,
    to list: UnsafeMutablePointer<curl_slist>?
) throws(CurlError) -> UnsafeMutablePointer<curl_slist>? {
    guard let list = unsafe curl_slist_append(list, text) else { throw .other("Out of memory") }
    return unsafe list
}

// What libcurl calls; plain functions, because a closure would take the isolation of the place it is written in.

private func transfer(_ owner: UnsafeMutableRawPointer?) -> Transfer? {
    guard let owner = unsafe owner else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
}

private func openSocket(
    _ owner: UnsafeMutableRawPointer?,
    _ purpose: curlsocktype,
    _ peer: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = unsafe transfer(owner), let peer = unsafe peer else { return CURL_SOCKET_BAD }
    guard purpose == CURLSOCKTYPE_IPCXN else { return CURL_SOCKET_BAD }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = Int(unsafe flint_curl_address(peer, &bytes))
    guard count > 0, transfer.receiver.allowsConnection(to: Array(bytes.prefix(count))) else { return CURL_SOCKET_BAD }
    return unsafe flint_curl_socket(peer)
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ owner: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(owner) else { return 0 }
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    let isWelcome = unsafe transfer.receiver.received(
        line: Span(_unsafeElements: line.assumingMemoryBound(to: UInt8.self))
    )
    return isWelcome ? count : 0
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ owner: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(owner) else { return 0 }
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    let flow = unsafe transfer.receiver.received(body: Span(_unsafeElements: piece.assumingMemoryBound(to: UInt8.self)))
    switch flow {
    case .take: return count
    case .pause: return Int(CURL_WRITEFUNC_PAUSE)
    // Any number but the right one ends it, and zero is the right one for an empty piece.
    case .stop: return count + 1
    }
}

private func giveBody(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ owner: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(owner) else { return Int(CURL_READFUNC_ABORT) }
    return unsafe transfer.give(to: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

private func seekBody(_ owner: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard let transfer = unsafe transfer(owner), origin == 0 else { return Int32(CURL_SEEKFUNC_FAIL) }
    return Int32(transfer.seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL)
}
