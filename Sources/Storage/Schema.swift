import SQLite

/// The tables, as a list of steps from an empty file to today; a released step is never changed.
enum Schema {
    static let steps = [
        """
        CREATE TABLE owners (
            name TEXT PRIMARY KEY,
            last_claim INTEGER NOT NULL DEFAULT 0,     -- counts up; the owner served longest ago is next
            spent INTEGER NOT NULL DEFAULT 0,          -- billionths of a dollar, as all money here
            credit INTEGER,                            -- null: without end
            webhook_secret INTEGER NOT NULL DEFAULT 1  -- which of the owner's secrets signs
        ) WITHOUT ROWID;
        CREATE TABLE keys (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            digest BLOB NOT NULL,
            is_admin INTEGER NOT NULL,
            models TEXT,                               -- a JSON array; null: all
            requests_per_minute INTEGER,
            images_per_minute INTEGER,
            tasks_at_once INTEGER,
            budget INTEGER,
            created_at INTEGER NOT NULL,               -- microseconds since 1970, as all times here
            expires_at INTEGER,
            revoked_at INTEGER,
            last_used_at INTEGER,
            spent INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE tasks (
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            key_id TEXT NOT NULL,
            model TEXT NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,          -- 0 waiting, 1 running, 2 completed, 3 failed
            content TEXT NOT NULL,                     -- the order as JSON
            price INTEGER NOT NULL,                    -- of one picture, fixed when it was accepted
            wanted INTEGER NOT NULL,                   -- how many pictures
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            worker TEXT,
            lease_until INTEGER,
            progress REAL NOT NULL DEFAULT 0,
            last_event INTEGER NOT NULL DEFAULT 0,
            pictures TEXT NOT NULL DEFAULT '[]',
            report TEXT,
            failure TEXT,
            cost INTEGER NOT NULL DEFAULT 0,
            expired INTEGER NOT NULL DEFAULT 0         -- 1 when the files are gone
        );
        CREATE INDEX tasks_of_owner ON tasks (owner, id);
        CREATE INDEX tasks_of_key ON tasks (key_id, created_at);
        CREATE INDEX tasks_waiting ON tasks (owner, id) WHERE state = 0;
        CREATE INDEX tasks_running ON tasks (lease_until) WHERE state = 1;
        CREATE INDEX tasks_unfinished ON tasks (key_id, owner) WHERE state < 2;
        CREATE INDEX tasks_ended ON tasks (ended_at) WHERE state >= 2;
        CREATE INDEX tasks_with_files ON tasks (ended_at) WHERE state >= 2 AND expired = 0;
        CREATE TABLE counts (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO counts VALUES ('waiting', 0);
        CREATE TRIGGER task_came AFTER INSERT ON tasks WHEN new.state = 0 BEGIN
            UPDATE counts SET value = value + 1 WHERE name = 'waiting';
        END;
        CREATE TRIGGER task_moved AFTER UPDATE OF state ON tasks WHEN (old.state = 0) <> (new.state = 0) BEGIN
            UPDATE counts SET value = value + (new.state = 0) - (old.state = 0) WHERE name = 'waiting';
        END;
        CREATE TRIGGER task_went AFTER DELETE ON tasks WHEN old.state = 0 BEGIN
            UPDATE counts SET value = value - 1 WHERE name = 'waiting';
        END;
        CREATE TABLE events (
            task_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (task_id, number)
        ) WITHOUT ROWID;
        CREATE TABLE files (
            key TEXT PRIMARY KEY,
            task_id TEXT NOT NULL,
            size INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX files_of_task ON files (task_id);
        CREATE TABLE idempotency (
            owner TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            task_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (owner, key)
        ) WITHOUT ROWID;
        CREATE INDEX idempotency_by_age ON idempotency (at);
        CREATE TABLE usage (
            task_id TEXT PRIMARY KEY,                  -- a task is charged once or not at all
            owner TEXT NOT NULL,
            key_id TEXT NOT NULL,
            model TEXT NOT NULL,
            images INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX usage_of_owner ON usage (owner, at);
        CREATE TABLE deliveries (
            id TEXT PRIMARY KEY,
            task_id TEXT NOT NULL,
            owner TEXT NOT NULL,
            url TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_at INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,          -- 0 pending, 1 delivered, 2 given up
            last_error TEXT
        ) WITHOUT ROWID;
        CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 0;
        CREATE INDEX deliveries_of_task ON deliveries (task_id);
        """,
        """
        CREATE TABLE people (
            name TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            password TEXT NOT NULL,                    -- as Argon2 writes it
            is_admin INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE invitations (
            digest BLOB PRIMARY KEY,
            name TEXT,                                 -- null: chosen by whom it is for
            owner TEXT NOT NULL,
            is_admin INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE sessions (
            digest BLOB PRIMARY KEY,
            person TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX sessions_of_person ON sessions (person);
        CREATE INDEX sessions_by_age ON sessions (expires_at);
        ALTER TABLE usage ADD COLUMN waited INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE usage ADD COLUMN drawn INTEGER NOT NULL DEFAULT 0;
        UPDATE usage SET
            waited = coalesce((SELECT max(0, coalesce(started_at, ended_at) - created_at) FROM tasks WHERE id = task_id), 0),
            drawn = coalesce((SELECT max(0, ended_at - started_at) FROM tasks WHERE id = task_id), 0);
        CREATE INDEX usage_by_age ON usage (at);
        """,
    ]

    /// Brings a database to today's form; one from a later version is refused.
    static func migrate(_ database: Database) throws {
        guard try version(of: database) != steps.count else { return }
        // Looks again once nobody else can change it: another process may have begun at the same moment.
        try database.execute("BEGIN EXCLUSIVE")
        let version = try version(of: database)
        guard version <= steps.count else {
            throw SQLiteError(code: 0, message: "the database was written by a later version of Flint")
        }
        for step in steps[version...] { try database.execute(step) }
        try database.execute("PRAGMA user_version = \(steps.count); COMMIT")
    }

    private static func version(of database: Database) throws(SQLiteError) -> Int {
        try database.row("PRAGMA user_version") { $0.int(0) } ?? 0
    }
}
