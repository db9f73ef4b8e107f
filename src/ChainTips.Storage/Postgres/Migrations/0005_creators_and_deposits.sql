-- A creator can be tipped alone, and what lies at deposit addresses is found.

-- What a creator is tipped for who is named alone stands among the posts, under the creator's own id; it is none, and is not listed.
ALTER TABLE posts ADD COLUMN is_of_creator BIGINT NOT NULL DEFAULT 0 CHECK (is_of_creator IN (0, 1));

CREATE UNIQUE INDEX posts_of_creators ON posts (creator) WHERE is_of_creator = 1;

-- The deposits (2) and what was delivered of them (3).
CREATE INDEX journal_entries_at_deposit_addresses ON journal_entries (platform, payment_request) WHERE kind IN (2, 3);
