import CSodium

/// Makes libsodium ready; the first touch does it, whichever thread comes first, and every type here touches it.
///
/// It fails only where the system gives no random bytes, and nothing that needs keys may run there.
let libraryIsReady: Void = {
    precondition(sodium_init() >= 0, "libsodium cannot start: this system gives no random bytes.")
}()

/// Does now what would otherwise happen at the first use, so that a machine without random bytes fails at start.
package func initialize() {
    libraryIsReady
}
