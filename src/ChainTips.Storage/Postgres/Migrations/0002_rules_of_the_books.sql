-- How the database itself adds amounts, and what it refuses, whoever writes into it.

CREATE FUNCTION word_of(amount BYTEA, first INT) RETURNS NUMERIC LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ('x' || encode(substring(amount FROM first FOR 4), 'hex'))::BIT(32)::BIGINT::NUMERIC
$$;

CREATE FUNCTION amount_of(amount BYTEA) RETURNS NUMERIC LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT word_of(amount, 1) * 79228162514264337593543950336 + word_of(amount, 5) * 18446744073709551616
        + word_of(amount, 9) * 4294967296 + word_of(amount, 13)
$$;

CREATE FUNCTION add_amount(sum NUMERIC, amount BYTEA) RETURNS NUMERIC LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT sum + amount_of(amount)
$$;

CREATE FUNCTION amount_in_bytes(amount NUMERIC) RETURNS BYTEA LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    bytes BYTEA := '\x00000000000000000000000000000000';
    rest NUMERIC := amount;
BEGIN
    FOR i IN REVERSE 15..0 LOOP
        bytes := set_byte(bytes, i, mod(rest, 256)::INT);
        rest := div(rest, 256);
    END LOOP;
    IF rest > 0 THEN
        RAISE EXCEPTION 'the sum % does not fit in 128 bits', amount;
    END IF;
    RETURN bytes;
END
$$;

CREATE AGGREGATE sum_amount(BYTEA) (sfunc = add_amount, stype = NUMERIC, finalfunc = amount_in_bytes, initcond = '0');

CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END
$$;

CREATE TRIGGER a_written_receipt_is_never_changed BEFORE UPDATE ON receipts FOR EACH ROW WHEN (OLD.document IS NOT NULL)
    EXECUTE FUNCTION refuse('a receipt that is written is never changed');

CREATE FUNCTION take_entries() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added a JOIN ledger_accounts d ON d.seq = a.debit JOIN ledger_accounts c ON c.seq = a.credit
        WHERE c.token <> d.token OR c.platform <> d.platform OR d.platform <> a.platform) THEN
        RAISE EXCEPTION 'a movement stays within one token and the books of one platform';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added a
            LEFT JOIN paid_blocks b ON b.seq = a.block
            LEFT JOIN contracts x ON x.seq = a.contract
            LEFT JOIN platforms p ON p.seq = a.platform
            LEFT JOIN creators k ON k.seq = a.creator
            LEFT JOIN posts o ON o.seq = a.post
            LEFT JOIN payment_requests r ON r.seq = a.payment_request
            LEFT JOIN ledger_accounts d ON d.seq = a.debit
            LEFT JOIN ledger_accounts c ON c.seq = a.credit
        WHERE b.seq IS NULL OR x.seq IS NULL OR p.seq IS NULL OR k.seq IS NULL OR d.seq IS NULL OR c.seq IS NULL
            OR (a.post IS NOT NULL AND o.seq IS NULL) OR (a.payment_request IS NOT NULL AND r.seq IS NULL)) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a journal entry names a row that is not there';
    END IF;
    INSERT INTO live_payments (payment, entry) SELECT payment, seq FROM added;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_payment_is_credited_once AFTER INSERT ON journal_entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION take_entries();

CREATE FUNCTION take_further_movements() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added a
            JOIN ledger_accounts d ON d.seq = a.debit
            JOIN ledger_accounts c ON c.seq = a.credit
            JOIN journal_entries e ON e.seq = a.entry
        WHERE c.token <> d.token OR c.platform <> d.platform OR d.platform <> e.platform) THEN
        RAISE EXCEPTION 'a movement stays within one token and the books of one platform';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_further_movement_stays_in_one_book AFTER INSERT ON further_movements REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION take_further_movements();

CREATE FUNCTION take_settlements() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added a JOIN voids v ON v.entry = a.entry) THEN
        RAISE EXCEPTION 'the entry is voided already';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added a LEFT JOIN journal_entries e ON e.seq = a.entry LEFT JOIN hash_chains h ON h.seq = a.hash_chain
        WHERE e.seq IS NULL OR h.seq IS NULL) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a settlement names a row that is not there';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_voided_entry_is_never_settled AFTER INSERT ON settlements REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION take_settlements();

CREATE FUNCTION take_voids() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added a JOIN settlements s ON s.entry = a.entry) THEN
        RAISE EXCEPTION 'the entry is settled already';
    END IF;
    IF EXISTS (SELECT 1 FROM added a LEFT JOIN journal_entries e ON e.seq = a.entry WHERE e.payment IS DISTINCT FROM a.payment) THEN
        RAISE EXCEPTION 'the entry is of another payment';
    END IF;
    DELETE FROM live_payments l USING added a WHERE l.payment = a.payment AND l.entry = a.entry;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_void_releases_the_payment AFTER INSERT ON voids REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION take_voids();

CREATE FUNCTION release_payments() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM released r LEFT JOIN voids v ON v.entry = r.entry WHERE v.entry IS NULL) THEN
        RAISE EXCEPTION 'a payment is released when its entry is voided, not otherwise';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_live_payment_is_released_by_a_void_only AFTER DELETE ON live_payments REFERENCING OLD TABLE AS released
    FOR EACH STATEMENT EXECUTE FUNCTION release_payments();

CREATE TRIGGER a_live_payment_is_never_changed BEFORE UPDATE ON live_payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a live payment is never changed');

CREATE TRIGGER journal_entries_are_never_changed BEFORE UPDATE ON journal_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a journal entry is never changed; void or reverse it');

CREATE TRIGGER journal_entries_are_never_deleted BEFORE DELETE OR TRUNCATE ON journal_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a journal entry is never deleted; void or reverse it');

CREATE TRIGGER further_movements_are_never_changed BEFORE UPDATE ON further_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a movement is never changed');

CREATE TRIGGER further_movements_are_never_deleted BEFORE DELETE OR TRUNCATE ON further_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a movement is never deleted');

CREATE TRIGGER ledger_accounts_are_never_changed BEFORE UPDATE ON ledger_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a ledger account is never changed');

CREATE TRIGGER ledger_accounts_are_never_deleted BEFORE DELETE OR TRUNCATE ON ledger_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a ledger account is never deleted');

CREATE TRIGGER settlements_are_never_changed BEFORE UPDATE ON settlements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a settlement is never changed');

CREATE TRIGGER settlements_are_never_deleted BEFORE DELETE OR TRUNCATE ON settlements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a settlement is never deleted');

CREATE TRIGGER voids_are_never_changed BEFORE UPDATE ON voids
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a void is never changed');

CREATE TRIGGER voids_are_never_deleted BEFORE DELETE OR TRUNCATE ON voids
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a void is never deleted');

CREATE TRIGGER paid_blocks_are_never_changed BEFORE UPDATE ON paid_blocks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a paid block is never changed');

CREATE TRIGGER paid_blocks_are_never_deleted BEFORE DELETE OR TRUNCATE ON paid_blocks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a paid block is never deleted');

CREATE TRIGGER contracts_are_never_changed BEFORE UPDATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a contract is never changed');

CREATE TRIGGER contracts_are_never_deleted BEFORE DELETE OR TRUNCATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a contract is never deleted');

CREATE FUNCTION keep_platforms() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gone g JOIN creators c ON c.platform = g.seq) OR EXISTS (SELECT 1 FROM gone g JOIN ledger_accounts a ON a.platform = g.seq) THEN
        RAISE EXCEPTION 'a platform with creators or books is never deleted';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER platforms_in_use_are_never_deleted AFTER DELETE ON platforms REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION keep_platforms();

CREATE TRIGGER creators_are_never_deleted BEFORE DELETE OR TRUNCATE ON creators
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a creator is never deleted');

CREATE TRIGGER posts_are_never_deleted BEFORE DELETE OR TRUNCATE ON posts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a post is never deleted');

CREATE TRIGGER payment_requests_are_never_deleted BEFORE DELETE OR TRUNCATE ON payment_requests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a payment request is never deleted');

CREATE TRIGGER tokens_are_never_deleted BEFORE DELETE OR TRUNCATE ON tokens
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a token is never deleted');

CREATE TRIGGER hash_chains_are_never_deleted BEFORE DELETE OR TRUNCATE ON hash_chains
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a hash chain is never deleted');

CREATE TRIGGER cancellations_are_never_changed BEFORE UPDATE ON cancellations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a cancellation is never changed');

CREATE TRIGGER cancellations_are_never_deleted BEFORE DELETE OR TRUNCATE ON cancellations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a cancellation is never deleted');

CREATE TRIGGER post_payees_are_never_changed BEFORE UPDATE ON post_payees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a payee of a post is never changed');

CREATE TRIGGER post_payees_are_never_deleted BEFORE DELETE OR TRUNCATE ON post_payees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a payee of a post is never deleted');

CREATE TRIGGER payment_request_payees_are_never_changed BEFORE UPDATE ON payment_request_payees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a payee of a request is never changed');

CREATE TRIGGER payment_request_payees_are_never_deleted BEFORE DELETE OR TRUNCATE ON payment_request_payees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a payee of a request is never deleted');
