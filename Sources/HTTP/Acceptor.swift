/// Takes connections and gives each to the loop that has the fewest; it runs on the first loop.
final class Acceptor: Sendable {
    private let service: Service
    private let loops: [EventLoop]

    init(service: Service, loops: [EventLoop]) {
        self.service = service
        self.loops = loops
    }

    func accept(from listener: Listener) {
        // As many as come in a round; the rest is still there in the next.
        for _ in 0..<256 {
            switch listener.accept() {
            case .connection(let descriptor, let peer): hand(descriptor, from: peer)
            case .none: return
            case .noDescriptors:
                // The limit on connections lies below the limit on files, so that this does not last.
                return loops[0].pauseListening()
            }
        }
    }

    private func hand(_ descriptor: Int32, from peer: String) {
        if let error = service.admit(peer) {
            refuse(descriptor, error)
            return
        }
        guard let loop = loops.min(by: { $0.connections < $1.connections }) else { return }
        loop.assign()
        if loop === loops[0] {
            loop.adopt(descriptor, peer: peer, service: service)
        } else {
            loop.submit { [service] in loop.adopt(descriptor, peer: peer, service: service) }
        }
    }

    /// Says why, if the socket takes it at once, and closes.
    private func refuse(_ descriptor: Int32, _ error: HTTPError) {
        var output = Output()
        ResponseHead.writeRefusal(service.configuration.refuse(error), to: &output, date: loops[0].date)
        _ = output.write(to: descriptor)
        Socket.finishWriting(descriptor)
        Socket.close(descriptor)
    }
}
