import CProcesses

/// What a child does to itself before it touches bytes that a stranger sent.
package enum Sandbox {
    /// Ends when the thread that started it does.
    package static func followParent() {
        child_follow_parent()
    }

    /// From now on no more memory, processor time and bytes in a file than these.
    package static func limit(memory: Int, time: Duration, fileBytes: Int) throws(ProcessError) {
        let seconds = UInt64(max(1, time.components.seconds))
        let code = child_limit(UInt64(memory), seconds, UInt64(fileBytes))
        guard code == 0 else { throw .unavailable(code: -code) }
    }

    /// From now on no file can be opened or changed, no network reached and no program started: a seccomp filter.
    package static func shutIn() throws(ProcessError) {
        let code = child_shut_in()
        guard code == 0 else { throw .unavailable(code: -code) }
    }
}
