import CCurl
import Glibc
import Locking

/// Runs any number of transfers on one thread of its own, and keeps their connections for the next ones.
///
/// A connection, once open, serves whoever comes next for the same host. So a loop belongs to one policy: whoever judges
/// addresses differently needs another loop.
package final class TransferLoop: Sendable {
    private let work: Work

    /// `kept`: how many connections stay open while nobody uses them.
    package init(kept: Int) throws(CurlError) {
        work = try Work(kept: kept)
        try work.startThread()
    }

    deinit {
        work.post(.quit)
    }

    package func start(_ exchange: Exchange, for receiver: any Receiver) {
        work.post(.start(exchange, receiver))
    }

    /// Lets a paused transfer go on; does nothing to any other.
    package func resume(_ receiver: any Receiver) {
        work.post(.resume(receiver))
    }

    /// Ends a transfer; does nothing to one that has ended.
    package func cancel(_ receiver: any Receiver) {
        work.post(.cancel(receiver))
    }
}

/// What the thread owns; it lives until the thread has quit.
@safe private final class Work: Sendable {
    enum Command: Sendable {
        case start(Exchange, any Receiver)
        case resume(any Receiver)
        case cancel(any Receiver)
        case quit
    }

    // Only `curl_multi_wakeup` is called from outside the thread, and that one may be.
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer
    private let commands = Lock<[Command]>([])

    init(kept: Int) throws(CurlError) {
        libraryIsReady
        guard let multi = unsafe curl_multi_init() else { throw .other("Out of memory") }
        unsafe self.multi = multi
        _ = unsafe flint_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, kept)
    }

    deinit {
        unsafe curl_multi_cleanup(multi)
    }

    func post(_ command: Command) {
        commands.withLock { $0.append(command) }
        unsafe curl_multi_wakeup(multi)
    }

    /// The thread holds the work until it has quit, and nobody waits for it.
    func startThread() throws(CurlError) {
        var thread = pthread_t()
        let owner = unsafe Unmanaged.passRetained(self)
        guard unsafe pthread_create(&thread, nil, runWork, owner.toOpaque()) == 0 else {
            unsafe owner.release()
            throw .other("No thread left")
        }
        pthread_detach(thread)
    }

    func run() {
        var transfers: [ObjectIdentifier: Transfer] = [:]
        while true {
            for command in takeCommands() {
                switch command {
                case .start(let exchange, let receiver):
                    start(exchange, for: receiver, among: &transfers)
                case .resume(let receiver):
                    guard let transfer = transfers[ObjectIdentifier(receiver)] else { continue }
                    _ = unsafe curl_easy_pause(transfer.easy, CURLPAUSE_CONT)
                case .cancel(let receiver):
                    end(ObjectIdentifier(receiver), with: .cancelled, among: &transfers)
                case .quit:
                    for id in Array(transfers.keys) { end(id, with: .cancelled, among: &transfers) }
                    return
                }
            }
            var running: Int32 = 0
            _ = unsafe curl_multi_perform(multi, &running)
            endFinished(among: &transfers)
            // Shorter where libcurl has a timer to keep, and not at all where a command was posted since.
            _ = unsafe curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
    }

    private func takeCommands() -> [Command] {
        commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }

    private func start(
        _ exchange: Exchange,
        for receiver: any Receiver,
        among transfers: inout [ObjectIdentifier: Transfer]
    ) {
        do throws(CurlError) {
            let transfer = try Transfer(exchange, for: receiver)
            let code = unsafe curl_multi_add_handle(multi, transfer.easy)
            guard code == CURLM_OK else { throw .other(unsafe String(cString: curl_multi_strerror(code))) }
            transfers[ObjectIdentifier(receiver)] = transfer
        } catch {
            receiver.ended(error)
        }
    }

    private func endFinished(among transfers: inout [ObjectIdentifier: Transfer]) {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            // Both are read before the handle goes, and the message with it.
            let code = unsafe message.pointee.data.result
            guard let owner = unsafe flint_curl_owner(message.pointee.easy_handle) else { continue }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
            end(ObjectIdentifier(transfer.receiver), with: transfer.failure(code), among: &transfers)
        }
    }

    private func end(
        _ id: ObjectIdentifier,
        with failure: CurlError?,
        among transfers: inout [ObjectIdentifier: Transfer]
    ) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        _ = unsafe curl_multi_remove_handle(multi, transfer.easy)
        transfer.receiver.ended(failure)
    }
}

/// The thread's whole life.
private func runWork(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Signals are for other threads; and OpenSSL writes without `MSG_NOSIGNAL`, which a broken pipe would answer with SIGPIPE.
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, nil)
    if let owner = unsafe owner {
        unsafe Unmanaged<Work>.fromOpaque(owner).takeRetainedValue().run()
    }
    return nil
}
