-- A flood of payments that nobody asked for makes rows by the block, and not by the payment.

-- From which block on payments of less than an amount are booked as sums. It is kept, for an audit and a replay divide the same chain in the same way.
CREATE TABLE sum_limits (
    chain_id INTEGER NOT NULL,
    token BLOB NOT NULL CHECK (length(token) = 20),
    from_block INTEGER NOT NULL,
    below BLOB NOT NULL CHECK (length(below) = 16),
    PRIMARY KEY (chain_id, token, from_block)
) STRICT, WITHOUT ROWID;

-- How many further transfers of its block an entry covers.
CREATE TABLE summed_transfers (
    entry INTEGER PRIMARY KEY REFERENCES journal_entries,
    others INTEGER NOT NULL CHECK (others > 0)
) STRICT;

CREATE TRIGGER summed_transfers_are_never_changed BEFORE UPDATE ON summed_transfers
BEGIN SELECT RAISE(ABORT, 'a sum of transfers is never changed'); END;

CREATE TRIGGER summed_transfers_are_never_deleted BEFORE DELETE ON summed_transfers
BEGIN SELECT RAISE(ABORT, 'a sum of transfers is never deleted'); END;

CREATE TRIGGER sum_limits_are_never_deleted BEFORE DELETE ON sum_limits
BEGIN SELECT RAISE(ABORT, 'a limit of sums is never deleted'); END;

-- The refused tips that have no row of their own, because there were too many of them in a stretch of blocks.
CREATE TABLE refused_counts (
    platform INTEGER NOT NULL REFERENCES platforms,
    chain_id INTEGER NOT NULL,
    first_block INTEGER NOT NULL,                                  -- of the stretch
    block_number INTEGER NOT NULL,                                 -- while the block can leave the chain; then -1, for the whole stretch
    block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),      -- likewise, then zeros
    reason TEXT NOT NULL,
    token BLOB NOT NULL CHECK (length(token) = 20),                -- zeros where no transfer is proven
    tips INTEGER NOT NULL CHECK (tips > 0),
    amount BLOB NOT NULL CHECK (length(amount) = 16),              -- what the proven transfers moved
    PRIMARY KEY (platform, chain_id, first_block, block_number, block_hash, reason, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX refused_counts_by_block ON refused_counts (chain_id, block_number);
