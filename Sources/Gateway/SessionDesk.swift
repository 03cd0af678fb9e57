package import Domain
package import HTTP
package import Sodium

/// Lets people in with a password, and knows them again by a cookie.
package struct SessionDesk: Sendable {
    private let store: any PeopleStore
    private let hash: KeyedHash
    private let proofs: HMACSHA256
    private let clock: any WallClock
    private let passwords = PasswordRoom()
    private let attempts = AttemptLimiter()

    /// How long somebody stays signed in.
    package static let lifetime = Duration.days(30)
    /// How long a link for choosing a password lasts.
    package static let invitationLifetime = Duration.days(7)
    package static let cookie = "flint_session"

    package init(store: any PeopleStore, secret: Secret, clock: any WallClock) throws {
        self.store = store
        self.clock = clock
        hash = try KeyedHash(key: Secret(secret.withBytes { HMACSHA256(key: $0).hash(utf8: "sessions") }))
        proofs = HMACSHA256(key: secret.withBytes { HMACSHA256(key: $0).hash(utf8: "session proofs") })
    }

    // MARK: - Who is there

    /// Who sent a request, if they are signed in.
    package func visitor(of request: Request) async throws(StoreError) -> Visitor? {
        // Cookies of both spellings may come; the one that only https can set goes first.
        let cookies = Cookies(request)
        guard let token = cookies["__Host-\(Self.cookie)"] ?? cookies[Self.cookie], token.utf8.count <= 100 else {
            return nil
        }
        guard let found = try await store.session(hash.hash(utf8: token)) else { return nil }
        return Visitor(
            person: found.person,
            session: found.session,
            proof: Base64.url.encode(proofs.hash(utf8: token))
        )
    }

    // MARK: - Signing in and out

    package enum Failure: Error, Equatable {
        /// Name and password don't go together; which of them is wrong is not said.
        case wrong
        case tooOften(retryAfter: Duration)
        case busy
    }

    /// Checks a password; `peer` is who tries.
    package func signIn(name: String, password: String, peer: String) async throws -> Pass {
        guard name.utf8.count <= 400 else { throw Failure.wrong }
        // Whoever fails at a name shuts it to themselves long before they shut it to its owner.
        let doors = ["name \(name) peer \(peer)": 10, "peer \(peer)": 10, "name \(name)": 100]
        if let wait = attempts.wait(for: doors, at: clock.now) { throw Failure.tooOften(retryAfter: wait) }
        // Counted before the slow work, so that many at once are not let through.
        attempts.count(doors.keys, at: clock.now)
        let person = try await store.person(name)
        // A name that nobody has takes as long as a wrong password.
        let isRight = try await passwords.isRight(password, for: person?.passwordHash ?? Self.nobody)
        guard isRight, let person else { throw Failure.wrong }
        attempts.forget(doors.keys)
        return try await open(for: person)
    }

    /// Of a password that nobody knows.
    private static let nobody =
        "$argon2id$v=19$m=32768,t=3,p=1$2HxrQPrUCI6ZciXvUBROIQ$UZYB5JSwyAnZUI/tIStZxxjIKoQtPZR+VqFZyLvOvlU"

    /// A new session for somebody whose right is known.
    package func open(for person: Person) async throws(StoreError) -> Pass {
        let token = Self.token()
        let now = clock.now
        let session = Session(
            digest: hash.hash(utf8: token),
            person: person.name,
            createdAt: now,
            expiresAt: now + Self.lifetime
        )
        try await store.add(session)
        return Pass(token: token, person: person)
    }

    package func close(_ visitor: Visitor) async throws(StoreError) {
        try await store.endSession(visitor.session.digest)
    }

    // MARK: - Inviting

    /// Answers with the token of the link, which is never to be had again.
    package func invite(name: String?, owner: Owner, isAdmin: Bool) async throws(StoreError) -> String {
        let token = Self.token()
        let expiry = clock.now + Self.invitationLifetime
        try await store.add(
            Invitation(digest: hash.hash(utf8: token), name: name, owner: owner, isAdmin: isAdmin, expiresAt: expiry)
        )
        return token
    }

    package func invitation(_ token: String) async throws(StoreError) -> Invitation? {
        guard token.utf8.count <= 100 else { return nil }
        return try await store.invitation(hash.hash(utf8: token))
    }

    /// Uses an invitation up: from now on the person signs in with the password; earlier sessions of the name end.
    package func accept(_ token: String, _ invitation: Invitation, name: String, password: String) async throws -> Pass
    {
        let person = Person(
            name: invitation.name ?? name,
            owner: invitation.owner,
            passwordHash: try await passwords.make(password),
            isAdmin: invitation.isAdmin,
            createdAt: clock.now
        )
        try await store.accept(invitation.digest, as: person)
        return try await open(for: person)
    }

    /// 32 random bytes as text for a cookie or a link.
    private static func token() -> String { Base64.url.encode(Random.bytes(32)) }
}

/// What somebody who was let in takes along.
package struct Pass: Sendable {
    package var token: String
    package var person: Person

    /// The cookie that opens the door from now on. Over https it can't be set by anybody else.
    package func cookie(isSecure: Bool) -> String {
        let name = isSecure ? "__Host-\(SessionDesk.cookie)" : SessionDesk.cookie
        let age = SessionDesk.lifetime.components.seconds
        return "\(name)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }

    /// Cookies that make a browser forget it.
    package static let farewell = [
        "\(SessionDesk.cookie)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
        "__Host-\(SessionDesk.cookie)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    ]
}
