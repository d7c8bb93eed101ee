import Storage

extension PolicyStore {
    /// `edition` is made new for every row and never given twice, so that a cache can tell a pack from another of
    /// the same number whose transaction was undone.
    public static let migrations = [
        Migration(
            "2026-11-22-policies",
            [
                """
                CREATE TABLE policy_packs (
                    shop TEXT NOT NULL,
                    version BIGINT NOT NULL CHECK (version > 0),
                    edition TEXT NOT NULL,
                    name TEXT NOT NULL,
                    yaml TEXT NOT NULL,
                    published_at BIGINT NOT NULL,
                    published_by_kind TEXT NOT NULL,
                    published_by TEXT NOT NULL,
                    PRIMARY KEY (shop, version)
                )
                """,
                """
                CREATE TABLE policy_drafts (
                    shop TEXT NOT NULL PRIMARY KEY,
                    yaml TEXT NOT NULL,
                    saved_at BIGINT NOT NULL,
                    saved_by_kind TEXT NOT NULL,
                    saved_by TEXT NOT NULL
                )
                """,
            ])
    ]
}
