-- A flood of payments that nobody asked for makes rows by the block, and not by the payment.

-- From which block on payments of less than an amount are booked as sums. It is kept, for an audit and a replay divide the same chain in the same way.
CREATE TABLE sum_limits (
    chain_id BIGINT NOT NULL,
    token BYTEA NOT NULL CHECK (octet_length(token) = 20),
    from_block BIGINT NOT NULL,
    below BYTEA NOT NULL CHECK (octet_length(below) = 16),
    PRIMARY KEY (chain_id, token, from_block)
);

-- How many further transfers of its block an entry covers.
CREATE TABLE summed_transfers (
    entry BIGINT PRIMARY KEY,
    others BIGINT NOT NULL CHECK (others > 0)
);

CREATE TRIGGER summed_transfers_are_never_changed BEFORE UPDATE ON summed_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a sum of transfers is never changed');

CREATE TRIGGER summed_transfers_are_never_deleted BEFORE DELETE OR TRUNCATE ON summed_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a sum of transfers is never deleted');

CREATE TRIGGER sum_limits_are_never_deleted BEFORE DELETE OR TRUNCATE ON sum_limits
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a limit of sums is never deleted');

-- The refused tips that have no row of their own, because there were too many of them in a stretch of blocks.
CREATE TABLE refused_counts (
    platform BIGINT NOT NULL REFERENCES platforms,
    chain_id BIGINT NOT NULL,
    first_block BIGINT NOT NULL,                                  -- of the stretch
    block_number BIGINT NOT NULL,                                 -- while the block can leave the chain; then -1, for the whole stretch
    block_hash BYTEA NOT NULL CHECK (octet_length(block_hash) = 32),      -- likewise, then zeros
    reason TEXT NOT NULL,
    token BYTEA NOT NULL CHECK (octet_length(token) = 20),                -- zeros where no transfer is proven
    tips BIGINT NOT NULL CHECK (tips > 0),
    amount BYTEA NOT NULL CHECK (octet_length(amount) = 16),              -- what the proven transfers moved
    PRIMARY KEY (platform, chain_id, first_block, block_number, block_hash, reason, token)
);

CREATE INDEX refused_counts_by_block ON refused_counts (chain_id, block_number);
