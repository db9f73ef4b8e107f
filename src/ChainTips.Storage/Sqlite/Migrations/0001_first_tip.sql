-- The whole model. A follower of the chain does four things with it, each in one transaction with its move of the cursor:
--   1. a block is added:    its tips become journal entries, which are pending;
--   2. a block is final:    its entries are settled, and each payment has its receipt due;
--   3. a block is reverted: its entries are voided, and their payments may be credited again;
--   4. a range is final:    its tips become journal entries that are settled at once.
--
-- Ids are 16 bytes, addresses 20, hashes 32. Amounts are 16 bytes, big-endian: they sort as numbers do, and the function
-- sum_amount() adds them exactly. Times are milliseconds since 1970 in UTC. `seq` is the order of arrival and the target of
-- every reference.

CREATE TABLE installation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
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
    history_until INTEGER,                                     -- what was final before the first start: no receipt is due of itself
    direct_from INTEGER,                                       -- the first block that can hold a payment which does not go through the contract
    finalized_number INTEGER,
    finalized_hash BLOB CHECK (length(finalized_hash) = 32),
    finalized_parent BLOB CHECK (length(finalized_parent) = 32),
    head_time INTEGER,
    safe_number INTEGER,                                       -- the newest block that the node called safe and that is applied
    CHECK ((finalized_number IS NULL) = (finalized_hash IS NULL) AND (finalized_hash IS NULL) = (finalized_parent IS NULL))
) STRICT;

CREATE TABLE chain_blocks (
    chain_id INTEGER NOT NULL REFERENCES chains,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    PRIMARY KEY (chain_id, number)
) STRICT, WITHOUT ROWID;

-- Which tokens through which contracts were ever credited. Where one came later or was away, its payments are read up to a block.
CREATE TABLE followed_pairs (
    chain_id INTEGER NOT NULL REFERENCES chains,
    contract BLOB NOT NULL CHECK (length(contract) = 20),
    token BLOB NOT NULL CHECK (length(token) = 20),
    missing_from INTEGER,                                      -- the first block that is still to be read for it; null when none is
    missing_parent BLOB CHECK (length(missing_parent) = 32),   -- the block before that one; null at the start block
    PRIMARY KEY (chain_id, contract, token),
    CHECK (missing_from IS NOT NULL OR missing_parent IS NULL)
) STRICT, WITHOUT ROWID;

-- Who follows a chain: one gateway at a time. The fence grows with each change of hands; who holds an old one writes nothing.
CREATE TABLE chain_leases (
    chain_id INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

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
    is_split INTEGER NOT NULL DEFAULT 0 CHECK (is_split IN (0, 1)), -- whether it has post_payees
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX posts_by_platform ON posts (platform);

-- Between whom the money of a post is divided, when it is not all its creator's.
CREATE TABLE post_payees (
    seq INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,
    position INTEGER NOT NULL CHECK (position >= 0),
    creator INTEGER NOT NULL REFERENCES creators,
    basis_points INTEGER NOT NULL CHECK (basis_points > 0 AND basis_points < 10000),
    UNIQUE (post, position),
    UNIQUE (post, creator)
) STRICT;

CREATE TABLE payment_requests (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    platform INTEGER NOT NULL REFERENCES platforms,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),        -- 1 tip, 2 unlock, 3 basket, 4 refund
    creator INTEGER NOT NULL REFERENCES creators,
    post INTEGER REFERENCES posts,
    payee BLOB NOT NULL CHECK (length(payee) = 20),
    token INTEGER NOT NULL REFERENCES tokens,
    is_fixed INTEGER NOT NULL CHECK (is_fixed IN (0, 1)),
    minimum BLOB NOT NULL CHECK (length(minimum) = 16 AND minimum > zeroblob(16)),
    maximum BLOB NOT NULL CHECK (length(maximum) = 16 AND maximum >= minimum),
    tolerance BLOB NOT NULL CHECK (length(tolerance) = 16 AND tolerance < minimum),
    description TEXT NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    payment_reference BLOB NOT NULL UNIQUE CHECK (length(payment_reference) = 32),
    refunds BLOB CHECK (length(refunds) = 16),                       -- the payment that is paid back; null for every other request
    refunder BLOB CHECK (length(refunder) = 20),                     -- who pays it back
    deposit_address BLOB UNIQUE CHECK (length(deposit_address) = 20), -- of its forwarder, whether it is deployed or not
    is_split INTEGER NOT NULL DEFAULT 0 CHECK (is_split IN (0, 1)), -- whether it has payment_request_payees
    basket INTEGER REFERENCES payment_requests,                 -- the basket that it is an item of; null for every other request
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (is_fixed = 0 OR minimum = maximum),
    CHECK (is_fixed = 1 OR tolerance = zeroblob(16))
) STRICT;

CREATE INDEX refunds_by_payment ON payment_requests (refunds) WHERE refunds IS NOT NULL;
CREATE INDEX refunds_by_payee ON payment_requests (payee) WHERE refunds IS NOT NULL;
CREATE INDEX payment_requests_by_platform ON payment_requests (platform);
CREATE INDEX payment_requests_by_basket ON payment_requests (basket) WHERE basket IS NOT NULL;

-- The requests that a platform took back.
CREATE TABLE cancellations (
    payment_request INTEGER PRIMARY KEY REFERENCES payment_requests,
    cancelled_at INTEGER NOT NULL,
    after_block INTEGER                                        -- the newest applied block then; null when none was
) STRICT;

-- Between whom the money of a request is divided: those of its post, with their addresses, when the request was made.
CREATE TABLE payment_request_payees (
    seq INTEGER PRIMARY KEY,
    payment_request INTEGER NOT NULL REFERENCES payment_requests,
    position INTEGER NOT NULL CHECK (position >= 0),
    creator INTEGER NOT NULL REFERENCES creators,
    address BLOB NOT NULL CHECK (length(address) = 20),
    basis_points INTEGER NOT NULL CHECK (basis_points > 0 AND basis_points < 10000),
    UNIQUE (payment_request, position),
    UNIQUE (payment_request, creator),
    UNIQUE (payment_request, address)
) STRICT;

-- Terms that were given out to be signed: the nonce of the signature is their hash.
CREATE TABLE issued_terms (
    seq INTEGER PRIMARY KEY,
    nonce BLOB NOT NULL UNIQUE CHECK (length(nonce) = 32),
    payment_request INTEGER NOT NULL REFERENCES payment_requests,
    terms TEXT NOT NULL,
    fee_receiver BLOB CHECK (length(fee_receiver) = 20),          -- who takes the fee of the terms; null where there is none
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX issued_terms_with_fee ON issued_terms (payment_request) WHERE fee_receiver IS NOT NULL;

-- What a transfer was for that matched nothing: its payer proved it, or the operator decided it.
CREATE TABLE match_decisions (
    seq INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32),
    position INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),        -- final when it was decided
    payment BLOB NOT NULL CHECK (length(payment) = 16),              -- the id that the payment gets, or the assignment of a doubt
    rung INTEGER NOT NULL CHECK (rung IN (5, 6)),
    post INTEGER REFERENCES posts,
    payment_request INTEGER REFERENCES payment_requests,
    note TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    UNIQUE (chain_id, transaction_hash, position),
    CHECK ((post IS NULL) <> (payment_request IS NULL))
) STRICT;

-- The books. Nothing in these tables is ever changed or deleted; the triggers of the next step see to it. What repeats from row to
-- row is a number that names a row of another table: rows are small, and a backfill is as fast as the disk.

CREATE TABLE ledger_accounts (
    seq INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),        -- 1 outside, 2 payee, 3 in transit, 4 suspense, 5 fees
    token INTEGER NOT NULL REFERENCES tokens,
    holder BLOB NOT NULL CHECK (length(holder) = 20),
    UNIQUE (platform, kind, token, holder)
) STRICT;

CREATE TABLE contracts (
    seq INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    address BLOB NOT NULL CHECK (length(address) = 20),
    UNIQUE (chain_id, address)
) STRICT;

-- The blocks that hold a payment, also those that left the chain.
CREATE TABLE paid_blocks (
    seq INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    parent_hash BLOB NOT NULL CHECK (length(parent_hash) = 32),
    time INTEGER NOT NULL,
    UNIQUE (chain_id, number, hash)
) STRICT;

-- A journal entry with its first movement. A movement has both sides in one row, so no entry can be out of balance, and none
-- is without a movement.
CREATE TABLE journal_entries (
    seq INTEGER PRIMARY KEY,
    payment BLOB NOT NULL CHECK (length(payment) = 16),        -- derived from chain, transaction and position
    block INTEGER NOT NULL REFERENCES paid_blocks,
    transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32),
    transaction_index INTEGER NOT NULL,
    position INTEGER NOT NULL,                                 -- of the contract's log in its receipt
    transfer_position INTEGER NOT NULL,                        -- of the token's log in the same receipt
    contract INTEGER NOT NULL REFERENCES contracts,
    payer BLOB NOT NULL CHECK (length(payer) = 20),
    platform INTEGER NOT NULL REFERENCES platforms,
    creator INTEGER NOT NULL REFERENCES creators,
    post INTEGER REFERENCES posts,
    payment_request INTEGER REFERENCES payment_requests,
    rung INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),        -- 1 payment, 2 deposit, 3 delivery, 4 refund, 5 doubt, 6 assignment of a doubt
    debit INTEGER NOT NULL REFERENCES ledger_accounts,
    credit INTEGER NOT NULL REFERENCES ledger_accounts,
    amount BLOB NOT NULL CHECK (length(amount) = 16 AND amount > zeroblob(16)),
    recorded_at INTEGER NOT NULL,
    CHECK (post IS NOT NULL OR payment_request IS NOT NULL),
    CHECK (debit <> credit)
) STRICT;

-- A policy that limits sums has further ones made, journal_entries_for_policy_by_…, when history has been read: see SqlPolicyBook.
CREATE INDEX journal_entries_by_platform ON journal_entries (platform);
CREATE INDEX journal_entries_in_doubt ON journal_entries (platform) WHERE kind = 5;
CREATE INDEX journal_entries_by_request ON journal_entries (payment_request) WHERE payment_request IS NOT NULL;

-- The movements of an entry after its first.
CREATE TABLE further_movements (
    entry INTEGER NOT NULL REFERENCES journal_entries,
    line INTEGER NOT NULL CHECK (line > 0),
    debit INTEGER NOT NULL REFERENCES ledger_accounts,
    credit INTEGER NOT NULL REFERENCES ledger_accounts,
    amount BLOB NOT NULL CHECK (length(amount) = 16 AND amount > zeroblob(16)),
    PRIMARY KEY (entry, line),
    CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;

-- Items of the inbox that somebody has looked at and put away.
CREATE TABLE dismissals (
    seq INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    chain_id INTEGER NOT NULL,
    transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32),
    position INTEGER NOT NULL,
    note TEXT NOT NULL,
    dismissed_at INTEGER NOT NULL,
    UNIQUE (platform, chain_id, transaction_hash, position)
) STRICT;

-- Why an entry was matched so, where its logs do not say all of it.
CREATE TABLE match_evidence (
    entry INTEGER PRIMARY KEY REFERENCES journal_entries,
    document TEXT NOT NULL
) STRICT;

CREATE VIEW movements AS
    SELECT seq AS entry, 0 AS line, debit, credit, amount FROM journal_entries
    UNION ALL
    SELECT entry, line, debit, credit, amount FROM further_movements;

-- The states of an entry: pending from its recording on, until it is settled or voided.

-- One chain of hashes for the payments of a token through a contract: each settled entry's hash covers the one before it.
CREATE TABLE hash_chains (
    seq INTEGER PRIMARY KEY,
    contract INTEGER NOT NULL REFERENCES contracts,
    token INTEGER NOT NULL REFERENCES tokens,
    entries INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    UNIQUE (contract, token)
) STRICT;

CREATE TABLE settlements (
    seq INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entries,
    hash_chain INTEGER NOT NULL REFERENCES hash_chains,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    since INTEGER NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 8)                -- covers the hash and our own times, which the hash leaves out
) STRICT;

CREATE TABLE voids (
    entry INTEGER PRIMARY KEY REFERENCES journal_entries,
    payment BLOB NOT NULL CHECK (length(payment) = 16),
    since INTEGER NOT NULL
) STRICT;

CREATE INDEX voids_by_payment ON voids (payment);

-- Which entry of a payment counts now: a payment is credited once, and a void releases it. Only the triggers write it.
CREATE TABLE live_payments (
    payment BLOB PRIMARY KEY CHECK (length(payment) = 16),
    entry INTEGER NOT NULL REFERENCES journal_entries
) STRICT, WITHOUT ROWID;

-- The entries that still wait for their block to be final.
CREATE TABLE pending_entries (
    chain_id INTEGER NOT NULL,
    block_number INTEGER NOT NULL,
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entries,
    PRIMARY KEY (chain_id, block_number, entry)
) STRICT, WITHOUT ROWID;

-- The receipts that are due or written. A receipt has the number of its payment.
CREATE TABLE receipts (
    seq INTEGER PRIMARY KEY,
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
    transfer_position INTEGER NOT NULL,                         -- of the transfer that the log owns; its own where it owns none
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
CREATE INDEX refused_tips_by_block ON refused_tips (chain_id, block_number);
CREATE INDEX refused_tips_of_failed_payees ON refused_tips (payment_reference) WHERE reason = 'PayeeFailed';
