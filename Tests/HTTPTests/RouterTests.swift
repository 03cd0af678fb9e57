import HTTP
import Testing

/// From a path to its handler.
struct RouterTests {
    private func router() -> Router {
        var router = Router()
        func on(_ method: Method, _ pattern: String) {
            router.on(method, pattern) { _, path in
                let values = ["id", "name", "rest"].compactMap { name in path[name].map { "\(name)=\($0)" } }
                return Response(.ok, body: .bytes(Array(([pattern] + values).joined(separator: " ").utf8)))
            }
        }
        on(.get, "/")
        on(.get, "/tasks")
        on(.post, "/tasks")
        on(.get, "/tasks/:id")
        on(.delete, "/tasks/:id")
        on(.get, "/tasks/all")
        on(.post, "/tasks/all/:name")
        on(.get, "/tasks/:id/events")
        on(.get, "/tasks/:id/files/:name")
        on(.get, "/files/*rest")
        return router
    }

    private func text(_ response: Response) -> String {
        if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    @Test(arguments: [
        (Method.get, "/", "/"),
        (.get, "/tasks", "/tasks"),
        (.head, "/tasks", "/tasks"),
        (.post, "/tasks", "/tasks"),
        (.get, "/tasks/7", "/tasks/:id id=7"),
        (.delete, "/tasks/all", "/tasks/:id id=all"),
        (.get, "/tasks/all", "/tasks/all"),
        (.get, "/tasks/al%6C", "/tasks/all"),
        (.get, "/tasks/all/events", "/tasks/:id/events id=all"),
        (.get, "/tasks/a%20b+c%C3%A9/files/d.png", "/tasks/:id/files/:name id=a b+cé name=d.png"),
        (.get, "/files/a/b.png", "/files/*rest rest=a/b.png"),
        (.get, "/files/", "/files/*rest rest="),
    ])
    func `a path finds its handler and its parameters`(method: Method, path: String, answer: String) async {
        let response = await router()(Request(method: method, path: path))
        #expect(response.status == .ok)
        #expect(text(response) == answer)
    }

    @Test(arguments: ["/task", "/tasks/", "/tasks//events", "//", "/files", "/tasks/7/", "*", "/tasks/7/files/a/b"])
    func `an unknown path is not found`(path: String) async {
        #expect(await router()(Request(method: .get, path: path)).status == .notFound)
    }

    @Test(arguments: [
        "/tasks/%", "/tasks/%2", "/tasks/%zz", "/tasks/a%2Fb", "/tasks/a%00b", "/tasks/%FF", "/tasks/..",
        "/files/%2e%2E/a", "/files/./a",
    ])
    func `a path that hides something is refused`(path: String) async {
        #expect(await router()(Request(method: .get, path: path)).status == .badRequest)
    }

    @Test(arguments: [
        ("/tasks", "GET, HEAD, POST"), ("/tasks/7", "GET, HEAD, DELETE"), ("/tasks/all", "GET, HEAD, DELETE"),
    ])
    func `a method that a path does not answer is told which it does`(path: String, allowed: String) async {
        let response = await router()(Request(method: .put, path: path))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["allow"] == allowed)
    }

    @Test func `refusals have the shape they are given`() async {
        let router = Router { Response($0.status, body: .bytes(Array($0.code.utf8))) }
        let response = await router(Request(method: .get, path: "/"))
        #expect(response.status == .notFound)
        #expect(text(response) == "not_found")
    }
}
