import Testing

@testable import HTTP

/// Times, without a clock.
struct DeadlinesTests {
    @Test func `entries come in the order of their times, and not before`() {
        var deadlines = Deadlines()
        var times: [Int] = []
        for number in 0..<1000 {
            let time = number * 7919 % 1009
            times.append(time)
            deadlines.add(UInt64(time), at: time)
        }
        times.sort()
        #expect(deadlines.next == times[0])
        #expect(deadlines.take(until: times[0] - 1) == nil)
        var taken: [Int] = []
        while let entry = deadlines.take(until: 500) { taken.append(Int(entry.token)) }
        #expect(taken == times.filter { $0 <= 500 })
        while let entry = deadlines.take(until: .max) { taken.append(Int(entry.token)) }
        #expect(taken == times)
        #expect(deadlines.next == nil)
    }

    @Test func `a transfer may stop for its grace, again and again if it moves between`() {
        var pace = Pace(grace: 100, bytesPerSecond: 1000)
        #expect(pace.wait(from: 0) == 100)
        #expect(pace.wait(from: 50) == 100)
        pace.moved(30, at: 60)
        // Forty milliseconds were left, and thirty bytes have earned thirty.
        #expect(pace.wait(from: 1000) == 1070)
        pace.moved(1_000_000, at: 1010)
        #expect(pace.wait(from: 2000) == 2100)
    }

    @Test func `a drip below the floor rate empties the patience`() {
        var pace = Pace(grace: 100, bytesPerSecond: 1000)
        var now = 0
        while pace.wait(from: now) > now + 10, now < 10_000 {
            now += 10
            pace.moved(1, at: now)
        }
        #expect(now < 200)
    }

    @Test func `a date is written as headers want it`() {
        #expect(HTTPDate.text(secondsSince1970: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(secondsSince1970: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
