import Testing

@testable import Remote

struct PoolTests {
    private let moment = ContinuousClock.now

    private func pool(_ weights: [Int], failures: Int = 2) -> Pool {
        let upstreams = weights.enumerated().map { Upstream(name: "\($0)", base: "http://127.0.0.1", weight: $1) }
        return Pool(upstreams, rule: .init(failures: failures, rest: .seconds(30)))
    }

    @Test func `work is shared by weight, and evenly in time`() {
        let pool = pool([3, 1])
        let order = (0..<8).compactMap { _ in pool.next(at: moment) }
        #expect(order.count { $0 == 0 } == 6)
        #expect(order.prefix(4).count { $0 == 1 } == 1)
    }

    @Test func `an upstream that was asked already comes last`() {
        let pool = pool([100, 1])
        #expect(pool.next(at: moment, except: [0]) == 1)
        #expect(pool.next(at: moment, except: [0, 1]) != nil)
    }

    @Test func `after failures in a row an upstream rests, then one call tries it`() {
        let pool = pool([1])
        for _ in 0..<2 {
            #expect(pool.next(at: moment) == 0)
            pool.report(.broken, of: 0, at: moment)
        }
        #expect(pool.next(at: moment + .seconds(29)) == nil)
        #expect(pool.next(at: moment + .seconds(31)) == 0)
        #expect(pool.next(at: moment + .seconds(31)) == nil, "one at a time while it is on trial")
        pool.report(.broken, of: 0, at: moment + .seconds(32))
        #expect(pool.next(at: moment + .seconds(60)) == nil, "a failed trial is another rest")
        #expect(pool.next(at: moment + .seconds(63)) == 0)
        pool.report(.wellDone, of: 0, at: moment + .seconds(64))
        #expect(pool.next(at: moment + .seconds(64)) == 0)
    }

    @Test func `one success forgives the failures before it`() {
        let pool = pool([1])
        for sign in [Pool.Sign.broken, .wellDone, .broken] {
            _ = pool.next(at: moment)
            pool.report(sign, of: 0, at: moment)
        }
        #expect(pool.next(at: moment) == 0)
    }

    @Test func `the pauses between tries double, within bounds`() {
        var policy = RetryPolicy()
        policy.tries = 9
        policy.jitter = { 1 }
        #expect((1..<9).map { policy.pause(after: $0) } == [0.5, 1, 2, 4, 8, 16, 20, 20].map { .seconds($0) })
        #expect(policy.pause(after: 9) == nil)
        #expect(policy.pause(after: 1, asked: .seconds(60)) == .seconds(60))
        #expect(policy.pause(after: 1, asked: .seconds(61)) == nil)
        policy.jitter = { 0 }
        #expect(policy.pause(after: 1) == .milliseconds(250))
    }
}
