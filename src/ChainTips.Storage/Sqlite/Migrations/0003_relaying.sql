-- What the gateway brings to the chain for payers who own no native coin, and what its key has signed for that.

-- A signed authorization that was taken on. It is claimed by this row, before anything is sent: a second one of the same chain,
-- token, payer and nonce is the same payment, whatever bytes its signature has.
CREATE TABLE relays (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    payment_request INTEGER NOT NULL REFERENCES payment_requests,
    terms INTEGER NOT NULL REFERENCES issued_terms,            -- what was signed; its nonce is their hash
    chain_id INTEGER NOT NULL,
    token BLOB NOT NULL CHECK (length(token) = 20),
    payer BLOB NOT NULL CHECK (length(payer) = 20),
    nonce BLOB NOT NULL CHECK (length(nonce) = 32),
    signature BLOB NOT NULL,
    gas INTEGER NOT NULL CHECK (gas >= 0),
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 6),    -- accepted, queued, sent, mined, settled, failed, expired
    reason TEXT,
    transaction_hash BLOB CHECK (length(transaction_hash) = 32),
    is_paid_by_other INTEGER NOT NULL DEFAULT 0 CHECK (is_paid_by_other IN (0, 1)),
    block_number INTEGER,
    used_at INTEGER,                                           -- the head at which the nonce was found used and no payment was seen
    accepted_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    next_look_at INTEGER NOT NULL,
    UNIQUE (chain_id, token, payer, nonce)
) STRICT;

CREATE INDEX relays_waiting ON relays (chain_id, status, next_look_at) WHERE status IN (0, 1, 2, 3);
CREATE INDEX relays_by_nonce ON relays (nonce, payer);
CREATE INDEX relays_by_platform ON relays (platform, accepted_at);
CREATE INDEX relays_by_payer ON relays (payer, platform, accepted_at);

-- One row for each nonce of the relayer's key. It is written in the same database transaction as the first bytes that are signed for it.
CREATE TABLE relay_transactions (
    seq INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    sender BLOB NOT NULL CHECK (length(sender) = 20),
    nonce INTEGER NOT NULL CHECK (nonce >= 0),
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),    -- open, mined, final, displaced
    mined_hash BLOB CHECK (length(mined_hash) = 32),
    block_number INTEGER,
    gas_used INTEGER,
    UNIQUE (chain_id, sender, nonce)
) STRICT;

CREATE INDEX relay_transactions_open ON relay_transactions (chain_id, sender, nonce) WHERE status IN (0, 1);

-- What was signed for a nonce, kept before a node is given it, so that the same bytes can be given again.
CREATE TABLE relay_attempts (
    seq INTEGER PRIMARY KEY,
    relay_transaction INTEGER NOT NULL REFERENCES relay_transactions,
    number INTEGER NOT NULL CHECK (number > 0),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    raw BLOB NOT NULL,
    max_fee BLOB NOT NULL CHECK (length(max_fee) = 16),
    max_priority_fee BLOB NOT NULL CHECK (length(max_priority_fee) = 16),
    is_filler INTEGER NOT NULL CHECK (is_filler IN (0, 1)),
    signed_at INTEGER NOT NULL,
    sent_at INTEGER,
    UNIQUE (relay_transaction, number)
) STRICT;

-- Which relays a transaction carries, in their order. A relay whose transaction did not pay it may be carried by another one later.
CREATE TABLE relay_items (
    relay_transaction INTEGER NOT NULL REFERENCES relay_transactions,
    relay INTEGER NOT NULL REFERENCES relays,
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (relay_transaction, position),
    UNIQUE (relay_transaction, relay)
) STRICT, WITHOUT ROWID;

CREATE INDEX relay_items_by_relay ON relay_items (relay);

CREATE TRIGGER relays_are_never_deleted BEFORE DELETE ON relays
BEGIN SELECT RAISE(ABORT, 'a relay is never deleted: it is what keeps its authorization from being taken again'); END;

CREATE TRIGGER a_claim_is_never_changed BEFORE UPDATE ON relays
WHEN NEW.chain_id <> OLD.chain_id OR NEW.token <> OLD.token OR NEW.payer <> OLD.payer OR NEW.nonce <> OLD.nonce OR NEW.terms <> OLD.terms
    OR NEW.signature <> OLD.signature
BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END;

CREATE TRIGGER relay_transactions_are_never_deleted BEFORE DELETE ON relay_transactions
BEGIN SELECT RAISE(ABORT, 'a nonce that was signed for is never forgotten'); END;

CREATE TRIGGER relay_attempts_are_never_deleted BEFORE DELETE ON relay_attempts
BEGIN SELECT RAISE(ABORT, 'what was signed is never forgotten'); END;

CREATE TRIGGER a_signed_attempt_is_never_changed BEFORE UPDATE ON relay_attempts
WHEN NEW.raw <> OLD.raw OR NEW.hash <> OLD.hash OR NEW.relay_transaction <> OLD.relay_transaction
BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END;
