import Glibc

/// What the kernel says about memory.
enum ProcessMemory {
    /// Bytes that a process holds for itself alone; mapped files do not count.
    static func own(of pid: Int32) -> Int {
        let numbers = text("/proc/\(pid)/statm").split(separator: " ").compactMap { Int($0) }
        return numbers.count > 2 ? (numbers[1] - numbers[2]) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    /// Bytes that could be had without pushing anybody else out; the limit of a container counts.
    static var available: Int {
        var kilobytes: Int?
        for line in text("/proc/meminfo").split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            kilobytes = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        let machine = kilobytes.map { $0 * 1024 } ?? Int.max
        guard let limit = Int(text("/sys/fs/cgroup/memory.max").filter(\.isNumber)),
            let used = Int(text("/sys/fs/cgroup/memory.current").filter(\.isNumber))
        else { return machine }
        // What the kernel keeps of files it gives away when asked.
        var cached = 0
        for line in text("/sys/fs/cgroup/memory.stat").split(separator: "\n")
        where line.hasPrefix("active_file ") || line.hasPrefix("inactive_file ") {
            cached += line.split(separator: " ").last.flatMap { Int($0) } ?? 0
        }
        return min(machine, max(0, limit - max(0, used - cached)))
    }

    private static func text(_ path: String) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = unsafe read(file, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
