-- What the database itself refuses, whoever writes into it.

CREATE TRIGGER a_written_receipt_is_never_changed BEFORE UPDATE ON receipts WHEN OLD.document IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a receipt that is written is never changed'); END;

CREATE TRIGGER a_payment_is_credited_once AFTER INSERT ON journal_entries
BEGIN INSERT INTO live_payments (payment, entry) VALUES (NEW.payment, NEW.seq); END;

CREATE TRIGGER a_void_releases_the_payment AFTER INSERT ON voids
BEGIN DELETE FROM live_payments WHERE payment = NEW.payment AND entry = NEW.entry; END;

CREATE TRIGGER a_void_names_its_payment BEFORE INSERT ON voids
WHEN NEW.payment <> (SELECT payment FROM journal_entries WHERE seq = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'the entry is of another payment'); END;

CREATE TRIGGER a_settled_entry_is_never_voided BEFORE INSERT ON voids
WHEN EXISTS (SELECT 1 FROM settlements WHERE entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'the entry is settled already'); END;

CREATE TRIGGER a_voided_entry_is_never_settled BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM voids WHERE entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'the entry is voided already'); END;

CREATE TRIGGER a_live_payment_is_released_by_a_void_only BEFORE DELETE ON live_payments
WHEN NOT EXISTS (SELECT 1 FROM voids WHERE entry = OLD.entry)
BEGIN SELECT RAISE(ABORT, 'a payment is released when its entry is voided, not otherwise'); END;

CREATE TRIGGER a_live_payment_is_never_changed BEFORE UPDATE ON live_payments
BEGIN SELECT RAISE(ABORT, 'a live payment is never changed'); END;

CREATE TRIGGER a_movement_stays_in_one_book BEFORE INSERT ON journal_entries
WHEN EXISTS (
    SELECT 1 FROM ledger_accounts d JOIN ledger_accounts c ON c.seq = NEW.credit
    WHERE d.seq = NEW.debit AND (c.token <> d.token OR c.platform <> d.platform OR d.platform <> NEW.platform))
BEGIN SELECT RAISE(ABORT, 'a movement stays within one token and the books of one platform'); END;

CREATE TRIGGER a_further_movement_stays_in_one_book BEFORE INSERT ON further_movements
WHEN EXISTS (
    SELECT 1 FROM ledger_accounts d JOIN ledger_accounts c ON c.seq = NEW.credit JOIN journal_entries e ON e.seq = NEW.entry
    WHERE d.seq = NEW.debit AND (c.token <> d.token OR c.platform <> d.platform OR d.platform <> e.platform))
BEGIN SELECT RAISE(ABORT, 'a movement stays within one token and the books of one platform'); END;

CREATE TRIGGER journal_entries_are_never_changed BEFORE UPDATE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed; void or reverse it'); END;

CREATE TRIGGER journal_entries_are_never_deleted BEFORE DELETE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted; void or reverse it'); END;

CREATE TRIGGER further_movements_are_never_changed BEFORE UPDATE ON further_movements
BEGIN SELECT RAISE(ABORT, 'a movement is never changed'); END;

CREATE TRIGGER further_movements_are_never_deleted BEFORE DELETE ON further_movements
BEGIN SELECT RAISE(ABORT, 'a movement is never deleted'); END;

CREATE TRIGGER ledger_accounts_are_never_changed BEFORE UPDATE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'a ledger account is never changed'); END;

CREATE TRIGGER ledger_accounts_are_never_deleted BEFORE DELETE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'a ledger account is never deleted'); END;

CREATE TRIGGER settlements_are_never_changed BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'a settlement is never changed'); END;

CREATE TRIGGER settlements_are_never_deleted BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'a settlement is never deleted'); END;

CREATE TRIGGER voids_are_never_changed BEFORE UPDATE ON voids
BEGIN SELECT RAISE(ABORT, 'a void is never changed'); END;

CREATE TRIGGER voids_are_never_deleted BEFORE DELETE ON voids
BEGIN SELECT RAISE(ABORT, 'a void is never deleted'); END;

CREATE TRIGGER paid_blocks_are_never_changed BEFORE UPDATE ON paid_blocks
BEGIN SELECT RAISE(ABORT, 'a paid block is never changed'); END;

CREATE TRIGGER paid_blocks_are_never_deleted BEFORE DELETE ON paid_blocks
BEGIN SELECT RAISE(ABORT, 'a paid block is never deleted'); END;

CREATE TRIGGER contracts_are_never_changed BEFORE UPDATE ON contracts
BEGIN SELECT RAISE(ABORT, 'a contract is never changed'); END;

CREATE TRIGGER contracts_are_never_deleted BEFORE DELETE ON contracts
BEGIN SELECT RAISE(ABORT, 'a contract is never deleted'); END;

CREATE TRIGGER cancellations_are_never_changed BEFORE UPDATE ON cancellations
BEGIN SELECT RAISE(ABORT, 'a cancellation is never changed'); END;

CREATE TRIGGER cancellations_are_never_deleted BEFORE DELETE ON cancellations
BEGIN SELECT RAISE(ABORT, 'a cancellation is never deleted'); END;

CREATE TRIGGER post_payees_are_never_changed BEFORE UPDATE ON post_payees
BEGIN SELECT RAISE(ABORT, 'a payee of a post is never changed'); END;

CREATE TRIGGER post_payees_are_never_deleted BEFORE DELETE ON post_payees
BEGIN SELECT RAISE(ABORT, 'a payee of a post is never deleted'); END;

CREATE TRIGGER payment_request_payees_are_never_changed BEFORE UPDATE ON payment_request_payees
BEGIN SELECT RAISE(ABORT, 'a payee of a request is never changed'); END;

CREATE TRIGGER payment_request_payees_are_never_deleted BEFORE DELETE ON payment_request_payees
BEGIN SELECT RAISE(ABORT, 'a payee of a request is never deleted'); END;
