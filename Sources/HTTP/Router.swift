/// Finds the handler of a request by its method and path.
///
///     router.on(.get, "/api/v1/tasks/:id") { request, path in … path["id"] … }
///     router.on(.get, "/files/*rest") { request, path in … }
///
/// A literal segment goes before a `:name`, a name before a `*rest`. HEAD is answered by the handler of GET.
package struct Router: Sendable {
    package typealias RouteHandler = @Sendable (Request, PathParameters) async -> Response

    private struct Route: Sendable {
        /// Of the segments that are no literals, in their order.
        let names: [String]
        let handler: RouteHandler
    }

    private struct Node: Sendable {
        /// Few, so that comparing them is quicker than hashing.
        var literals: [(text: String, node: Int)] = []
        var name: Int?
        /// What takes the rest of the path, by method.
        var rest: [Method: Route] = [:]
        var routes: [Method: Route] = [:]
    }

    private var nodes: [Node] = [Node()]
    private let refuse: @Sendable (HTTPError) -> Response

    package init(refuse: @escaping @Sendable (HTTPError) -> Response = HTTPError.plainText) {
        self.refuse = refuse
    }

    /// Has a handler answer a method on the paths of a pattern.
    package mutating func on(_ method: Method, _ pattern: String, handler: @escaping RouteHandler) {
        precondition(pattern.hasPrefix("/"), "a pattern begins with a slash")
        var node = 0
        var names: [String] = []
        for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            if segment.hasPrefix("*") {
                let route = Route(names: names + [String(segment.dropFirst())], handler: handler)
                precondition(nodes[node].rest[method] == nil, "\(method.rawValue) \(pattern) is routed twice")
                nodes[node].rest[method] = route
                return
            }
            if segment.hasPrefix(":") {
                names.append(String(segment.dropFirst()))
                node = child(of: node, named: nil)
            } else {
                node = child(of: node, named: String(segment))
            }
        }
        precondition(nodes[node].routes[method] == nil, "\(method.rawValue) \(pattern) is routed twice")
        nodes[node].routes[method] = Route(names: names, handler: handler)
    }

    private mutating func child(of node: Int, named literal: String?) -> Int {
        let known = literal.map { text in nodes[node].literals.first { $0.text == text }?.node } ?? nodes[node].name
        if let known { return known }
        nodes.append(Node())
        let child = nodes.count - 1
        if let literal { nodes[node].literals.append((literal, child)) } else { nodes[node].name = child }
        return child
    }

    /// Answers a request; a refusal may be shaped for this one.
    package func callAsFunction(
        _ request: Request,
        refuse: (@Sendable (HTTPError) -> Response)? = nil
    ) async -> Response {
        switch find(request.method, request.path) {
        case .success(let match):
            return await match.route.handler(request, match.parameters)
        case .failure(let error):
            var response = (refuse ?? self.refuse)(error)
            error.describe(in: &response.headers)
            return response
        }
    }

    // MARK: Finding

    private struct Match {
        let route: Route
        let parameters: PathParameters
    }

    private func find(_ method: Method, _ path: String) -> Result<Match, HTTPError> {
        guard path.utf8.first == Bytes.slash else { return .failure(.notFound) }
        var segments: [String] = []
        // Bytes, not characters: a slash is a slash, and no two bytes make another one.
        for segment in path.utf8.dropFirst().split(separator: Bytes.slash, omittingEmptySubsequences: false) {
            guard let text = PercentEncoding.decodedSegment(Substring(segment)) else { return .failure(.malformedPath) }
            segments.append(text)
        }
        var known: Set<Method> = []
        var values: [String] = []
        guard let route = find(method, segments[...], at: 0, &values, &known) else {
            return .failure(known.isEmpty ? .notFound : .methodNotAllowed(allowed: allowed(known)))
        }
        var parameters = PathParameters()
        for (name, value) in zip(route.names, values) { parameters.add(name, value) }
        return .success(Match(route: route, parameters: parameters))
    }

    /// Follows the segments, the most particular way first; collects the methods of the paths that fit.
    private func find(
        _ method: Method,
        _ segments: ArraySlice<String>,
        at index: Int,
        _ values: inout [String],
        _ known: inout Set<Method>
    ) -> Route? {
        let node = nodes[index]
        guard let segment = segments.first else { return route(method, node.routes, &known) }
        if let child = node.literals.first(where: { $0.text == segment })?.node,
            let route = find(method, segments.dropFirst(), at: child, &values, &known)
        {
            return route
        }
        if let child = node.name, !segment.isEmpty {
            values.append(segment)
            if let route = find(method, segments.dropFirst(), at: child, &values, &known) { return route }
            values.removeLast()
        }
        guard let route = route(method, node.rest, &known) else { return nil }
        values.append(segments.joined(separator: "/"))
        return route
    }

    private func route(_ method: Method, _ routes: [Method: Route], _ known: inout Set<Method>) -> Route? {
        if let route = routes[method] ?? (method == .head ? routes[.get] : nil) { return route }
        known.formUnion(routes.keys)
        return nil
    }

    private func allowed(_ known: Set<Method>) -> [Method] {
        Method.allCases.filter { known.contains($0) || $0 == .head && known.contains(.get) }
    }
}
