-- The whole model. A follower of the chain does four things with it, each in one transaction with its move of the cursor:
--   1. a block is added:    its tips become journal entries in state pending;
--   2. a block is final:    its entries get the state settled, and each payment its receipt;
--   3. a block is reverted: its entries get the state voided, and their payments may be credited again;
--   4. a range is final:    its tips become journal entries that are settled at once.
--
-- Ids are 16 bytes, addresses 20, hashes 32. Amounts are 16 bytes, big-endian: they sort as numbers do, and the function
-- sum_amount() adds them exactly. Times are milliseconds since 1970 in UTC. `seq` is the order of arrival and the target of
-- every reference.

CREATE TABLE installation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id_key BLOB NOT NULL CHECK (length(id_key) = 32)    -- secret: what payment ids are derived with
) STRICT;

-- Who uses the gateway.

CREATE TABLE platforms (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE api_keys (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    name TEXT NOT NULL,
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE idempotent_answers (
    platform INTEGER NOT NULL REFERENCES platforms,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (platform, key)
) STRICT, WITHOUT ROWID;

-- How far each chain was applied. The blocks are those that can still be reverted.

CREATE TABLE chains (
    chain_id INTEGER PRIMARY KEY,
    genesis_hash BLOB NOT NULL CHECK (length(genesis_hash) = 32),
    start_block INTEGER NOT NULL,
    finalized_number INTEGER,
    finalized_hash BLOB CHECK (length(finalized_hash) = 32),
    finalized_parent BLOB CHECK (length(finalized_parent) = 32),
    head_time INTEGER,
    CHECK ((finalized_number IS NULL) = (finalized_hash IS NULL) AND (finalized_hash IS NULL) = (finalized_parent IS NULL))
) STRICT;

CREATE TABLE chain_blocks (
    chain_id INTEGER NOT NULL REFERENCES chains,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    PRIMARY KEY (chain_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    seq INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    address BLOB NOT NULL CHECK (length(address) = 20),
    symbol TEXT NOT NULL,
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 36),
    UNIQUE (chain_id, address)
) STRICT;

-- What can be paid for.

CREATE TABLE creators (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    name TEXT NOT NULL,
    address BLOB NOT NULL CHECK (length(address) = 20),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX creators_by_address ON creators (address);
CREATE INDEX creators_by_platform ON creators (platform);

CREATE TABLE posts (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    creator INTEGER NOT NULL REFERENCES creators,
    title TEXT NOT NULL,
    url TEXT,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    payment_reference BLOB NOT NULL UNIQUE CHECK (length(payment_reference) = 32),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX posts_by_platform ON posts (platform);

CREATE TABLE payment_requests (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    creator INTEGER NOT NULL REFERENCES creators,
    post INTEGER REFERENCES posts,
    payee BLOB NOT NULL CHECK (length(payee) = 20),
    token INTEGER NOT NULL REFERENCES tokens,
    is_fixed INTEGER NOT NULL CHECK (is_fixed IN (0, 1)),
    minimum BLOB NOT NULL CHECK (length(minimum) = 16 AND minimum > zeroblob(16)),
    maximum BLOB NOT NULL CHECK (length(maximum) = 16 AND maximum >= minimum),
    description TEXT NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    payment_reference BLOB NOT NULL UNIQUE CHECK (length(payment_reference) = 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (is_fixed = 0 OR minimum = maximum)
) STRICT;

CREATE INDEX payment_requests_by_platform ON payment_requests (platform);

-- The books. Nothing in these four tables is ever changed or deleted; the triggers at the end see to it.

CREATE TABLE ledger_accounts (
    seq INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),              -- 1 outside, 2 payee
    token INTEGER NOT NULL REFERENCES tokens,
    holder BLOB NOT NULL CHECK (length(holder) = 20),
    UNIQUE (platform, kind, token, holder)
) STRICT;

CREATE TABLE journal_entries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    payment BLOB NOT NULL CHECK (length(payment) = 16),        -- derived from chain, transaction and position
    platform INTEGER NOT NULL REFERENCES platforms,
    creator INTEGER NOT NULL REFERENCES creators,
    post INTEGER REFERENCES posts,
    payment_request INTEGER REFERENCES payment_requests,
    payment_reference BLOB NOT NULL CHECK (length(payment_reference) = 32),
    rung INTEGER NOT NULL,
    chain_id INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
    block_parent BLOB NOT NULL CHECK (length(block_parent) = 32),
    block_time INTEGER NOT NULL,
    transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32),
    transaction_index INTEGER NOT NULL,
    position INTEGER NOT NULL,                                 -- of the contract's log in its receipt
    transfer_position INTEGER NOT NULL,                        -- of the token's log in the same receipt
    router BLOB NOT NULL CHECK (length(router) = 20),
    payer BLOB NOT NULL CHECK (length(payer) = 20),
    recorded_at INTEGER NOT NULL,
    CHECK (post IS NOT NULL OR payment_request IS NOT NULL)
) STRICT;

CREATE INDEX journal_entries_by_payment ON journal_entries (payment);
CREATE INDEX journal_entries_by_platform ON journal_entries (platform);
CREATE INDEX journal_entries_by_request ON journal_entries (payment_request) WHERE payment_request IS NOT NULL;

CREATE TABLE movements (
    entry INTEGER NOT NULL REFERENCES journal_entries,
    line INTEGER NOT NULL,
    debit INTEGER NOT NULL REFERENCES ledger_accounts,
    credit INTEGER NOT NULL REFERENCES ledger_accounts,
    amount BLOB NOT NULL CHECK (length(amount) = 16 AND amount > zeroblob(16)),
    PRIMARY KEY (entry, line),
    CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;

CREATE INDEX movements_by_debit ON movements (debit);
CREATE INDEX movements_by_credit ON movements (credit);

CREATE TABLE entry_states (
    entry INTEGER NOT NULL REFERENCES journal_entries,
    state INTEGER NOT NULL CHECK (state IN (1, 2, 3)),         -- 1 pending, 2 settled, 3 voided
    since INTEGER NOT NULL,
    PRIMARY KEY (entry, state)
) STRICT, WITHOUT ROWID;

-- Which entry of a payment counts now: a payment is credited once, and a void releases it.
CREATE TABLE live_payments (
    payment BLOB PRIMARY KEY CHECK (length(payment) = 16),
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entries
) STRICT, WITHOUT ROWID;

-- The entries that still wait for their block to be final.
CREATE TABLE pending_entries (
    chain_id INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entries,
    PRIMARY KEY (chain_id, block_number, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    payment BLOB NOT NULL UNIQUE CHECK (length(payment) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    chain_id INTEGER NOT NULL,
    document TEXT,                                             -- null until it is written, and then never changed
    due_since INTEGER NOT NULL
) STRICT;

CREATE INDEX receipts_due ON receipts (chain_id) WHERE document IS NULL;

-- What looked like a tip of ours and was credited to nobody, with the reason.
CREATE TABLE refused_tips (
    seq INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    chain_id INTEGER NOT NULL,
    transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32),
    position INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
    block_parent BLOB NOT NULL CHECK (length(block_parent) = 32),
    emitter BLOB NOT NULL CHECK (length(emitter) = 20),
    payment_reference BLOB NOT NULL CHECK (length(payment_reference) = 32),
    payer BLOB NOT NULL CHECK (length(payer) = 20),
    payee BLOB NOT NULL CHECK (length(payee) = 20),
    token BLOB NOT NULL CHECK (length(token) = 20),
    amount BLOB NOT NULL CHECK (length(amount) = 32),
    fee BLOB NOT NULL CHECK (length(fee) = 32),
    reason TEXT NOT NULL,
    explanation TEXT NOT NULL,
    UNIQUE (chain_id, transaction_hash, position, block_hash)
) STRICT;

CREATE INDEX refused_tips_by_platform ON refused_tips (platform);

CREATE TRIGGER a_written_receipt_is_never_changed BEFORE UPDATE ON receipts WHEN OLD.document IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a receipt that is written is never changed'); END;

CREATE TRIGGER an_entry_is_never_changed BEFORE UPDATE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed; record another one'); END;

CREATE TRIGGER an_entry_is_never_deleted BEFORE DELETE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted; void or reverse it'); END;

CREATE TRIGGER a_movement_is_never_changed BEFORE UPDATE ON movements
BEGIN SELECT RAISE(ABORT, 'a movement is never changed; record another entry'); END;

CREATE TRIGGER a_movement_is_never_deleted BEFORE DELETE ON movements
BEGIN SELECT RAISE(ABORT, 'a movement is never deleted; void or reverse its entry'); END;

CREATE TRIGGER an_account_is_never_changed BEFORE UPDATE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'a ledger account is never changed'); END;

CREATE TRIGGER an_account_is_never_deleted BEFORE DELETE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'a ledger account is never deleted'); END;

CREATE TRIGGER a_state_is_never_changed BEFORE UPDATE ON entry_states
BEGIN SELECT RAISE(ABORT, 'the state of an entry is never changed; add the next one'); END;

CREATE TRIGGER a_state_is_never_deleted BEFORE DELETE ON entry_states
BEGIN SELECT RAISE(ABORT, 'the state of an entry is never deleted'); END;

CREATE TRIGGER a_settled_or_voided_entry_stays_so BEFORE INSERT ON entry_states
WHEN EXISTS (SELECT 1 FROM entry_states WHERE entry = NEW.entry AND state IN (2, 3))
BEGIN SELECT RAISE(ABORT, 'the entry is settled or voided already'); END;

CREATE TRIGGER a_movement_stays_in_one_token BEFORE INSERT ON movements
WHEN (SELECT token FROM ledger_accounts WHERE seq = NEW.debit) <> (SELECT token FROM ledger_accounts WHERE seq = NEW.credit)
BEGIN SELECT RAISE(ABORT, 'a movement stays within one token'); END;

CREATE TRIGGER a_movement_stays_in_one_platform BEFORE INSERT ON movements
WHEN (SELECT platform FROM ledger_accounts WHERE seq = NEW.debit) <> (SELECT platform FROM ledger_accounts WHERE seq = NEW.credit)
BEGIN SELECT RAISE(ABORT, 'a movement stays within the books of one platform'); END;
