import Domain
import HTTP
import JSON

extension Gateway {
    /// Whose the key of a request is, in the envelope of the command-line clients.
    @Sendable
    func showMe(_ call: Call) async throws -> Response {
        let (owner, key) = (call.owner.name, call.key)
        return Response(
            json: [
                "data": [
                    "user": [
                        "id": .string(owner), "email": "", "account": .string(owner),
                        "name": .string(key?.name ?? owner),
                        "role": key?.isAdmin == true ? "admin" : "user",
                    ]
                ],
                "status": ["code": 200, "message": "ok"],
            ]
        )
    }
}
