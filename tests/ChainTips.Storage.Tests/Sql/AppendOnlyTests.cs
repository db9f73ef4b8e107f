using System.Data.Common;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Sql;

/// <summary>What the database itself refuses, whoever writes into it.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class AppendOnlyTests(Engine engine)
{
    private const string ForeignAccounts = """
        INSERT INTO platforms (seq, id, name) VALUES (90, zeroblob(16), 'other');
        INSERT INTO tokens (seq, chain_id, address, symbol, decimals) VALUES (90, 1, zeroblob(20), 'X', 6);
        INSERT INTO ledger_accounts (seq, platform, kind, token, holder)
            SELECT 91, 90, 2, token, zeroblob(20) FROM ledger_accounts WHERE seq = 1;
        INSERT INTO ledger_accounts (seq, platform, kind, token, holder)
            SELECT 92, platform, 2, 90, zeroblob(20) FROM ledger_accounts WHERE seq = 1;
        """;

    private const string Movement = "INSERT INTO further_movements (entry, line, debit, credit, amount) VALUES ";
    private const string Settlement = "INSERT INTO settlements (seq, entry, hash_chain, hash, since, seal) VALUES ";
    private const string Entry = "INSERT INTO journal_entries SELECT ";
    private const string RestOfEntry =
        ", block, transaction_hash, transaction_index, position, transfer_position, contract, payer, platform, creator, post, payment_request, rung, kind, ";

    private const string Amount = "x'00000000000000000000000000000001'";

    private TestGateway _gateway = null!;
    private DbConnection _raw = null!;

    /// <summary>Entry 1 is settled, entry 2 is pending, entry 3 is voided.</summary>
    [SetUp]
    public async Task BookThreeTipsAsync()
    {
        _gateway = await TestGateway.StartAsync(engine);
        ATip tip = ATip.For(_gateway.First);
        _gateway.Chain.Mine(tip.Sent("settled"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();
        _gateway.Chain.Mine(tip.Sent("pending"));
        _gateway.Chain.Mine(tip.Sent("voided"));
        await _gateway.CatchUpAsync();
        _gateway.Chain.ReplaceByEmpty(1);
        await _gateway.CatchUpAsync();
        _raw = _gateway.OpenRaw();
    }

    [TearDown]
    public void Stop()
    {
        _raw.Dispose();
        _gateway.Dispose();
    }

    [Test]
    public void The_three_entries_are_in_the_three_states() =>
        Assert.That(
            _raw.Query<string>(
                """
                SELECT 'settled ' || entry FROM settlements UNION ALL SELECT 'pending ' || entry FROM pending_entries
                UNION ALL SELECT 'voided ' || entry FROM voids
                """),
            Is.EqualTo(new[] { "settled 1", "pending 2", "voided 3" }).AsCollection);

    [TestCase("UPDATE journal_entries SET payer = zeroblob(20)", "never changed")]
    [TestCase("UPDATE journal_entries SET block = block", "never changed")]
    [TestCase("DELETE FROM journal_entries", "never deleted")]
    [TestCase("DELETE FROM journal_entries WHERE seq = 3", "never deleted")]
    [TestCase("UPDATE journal_entries SET amount = " + Amount, "never changed")]
    [TestCase("UPDATE journal_entries SET debit = credit, credit = debit", "never changed")]
    [TestCase("UPDATE movements SET amount = " + Amount, "view")]
    [TestCase("UPDATE settlements SET since = 0", "never changed")]
    [TestCase("UPDATE settlements SET hash = zeroblob(32)", "never changed")]
    [TestCase("DELETE FROM settlements", "never deleted")]
    [TestCase("UPDATE voids SET since = 0", "never changed")]
    [TestCase("DELETE FROM voids", "never deleted")]
    [TestCase("UPDATE paid_blocks SET number = 0", "never changed")]
    [TestCase("DELETE FROM paid_blocks", "never deleted")]
    [TestCase("UPDATE contracts SET address = zeroblob(20)", "never changed")]
    [TestCase("DELETE FROM contracts", "never deleted")]
    [TestCase("UPDATE live_payments SET entry = 1", "never changed")]
    [TestCase("DELETE FROM live_payments", "released when its entry is voided")]
    [TestCase("UPDATE ledger_accounts SET holder = zeroblob(20)", "never changed")]
    [TestCase("DELETE FROM ledger_accounts", "never deleted")]
    [TestCase("INSERT INTO voids SELECT seq, payment, 0 FROM journal_entries WHERE seq = 1", "settled already")]
    [TestCase("INSERT INTO voids SELECT 2, payment, 0 FROM journal_entries WHERE seq = 1", "of another payment")]
    [TestCase("INSERT INTO voids SELECT seq, payment, 0 FROM journal_entries WHERE seq = 3", "UNIQUE")]
    [TestCase(Settlement + "(99, 1, 1, zeroblob(32), 0, zeroblob(8))", "UNIQUE")]
    [TestCase(Settlement + "(99, 3, 1, zeroblob(32), 0, zeroblob(8))", "voided already")]
    [TestCase(Settlement + "(99, 2, 1, zeroblob(31), 0, zeroblob(8))", "CHECK")]
    [TestCase(Settlement + "(99, 2, 9, zeroblob(32), 0, zeroblob(8))", "FOREIGN KEY")]
    [TestCase(Settlement + "(99, 99, 1, zeroblob(32), 0, zeroblob(8))", "FOREIGN KEY")]
    [TestCase(Movement + "(2, 1, 1, 1, " + Amount + ")", "CHECK", Description = "debit is credit")]
    [TestCase(Movement + "(2, 1, 1, 2, zeroblob(16))", "CHECK", Description = "nothing")]
    [TestCase(Movement + "(2, 1, 1, 2, x'01')", "CHECK", Description = "no 16 bytes")]
    [TestCase(Movement + "(2, 1, 1, 2, 5)", "cannot store INT", Description = "no blob")]
    [TestCase(Movement + "(2, 1, 1, NULL, " + Amount + ")", "NOT NULL", Description = "one side only")]
    [TestCase(Movement + "(2, 1, 1, 91, " + Amount + ")", "books of one platform")]
    [TestCase(Movement + "(2, 1, 92, 2, " + Amount + ")", "within one token")]
    [TestCase(Movement + "(2, 1, 1, 99, " + Amount + ")", "FOREIGN KEY")]
    [TestCase(Movement + "(2, 0, 1, 2, " + Amount + ")", "CHECK", Description = "the first line stands in the entry")]
    [TestCase("INSERT INTO live_payments SELECT payment, 3 FROM journal_entries WHERE seq = 2", "UNIQUE", Description = "a payment counts once")]
    [TestCase(Entry + "9, payment" + RestOfEntry + "debit, credit, amount, 0 FROM journal_entries WHERE seq = 1", "UNIQUE", Description = "a payment counts once")]
    [TestCase(Entry + "9, zeroblob(16)" + RestOfEntry + "debit, 92, amount, 0 FROM journal_entries WHERE seq = 1", "within one token")]
    [TestCase(Entry + "9, zeroblob(16)" + RestOfEntry + "debit, 91, amount, 0 FROM journal_entries WHERE seq = 1", "books of one platform")]
    [TestCase(Entry + "9, zeroblob(16)" + RestOfEntry + "debit, debit, amount, 0 FROM journal_entries WHERE seq = 1", "CHECK")]
    [TestCase(Entry + "9, zeroblob(16)" + RestOfEntry + "debit, credit, zeroblob(16), 0 FROM journal_entries WHERE seq = 1", "CHECK")]
    [TestCase(Entry + "9, zeroblob(16)" + RestOfEntry + "debit, credit, NULL, 0 FROM journal_entries WHERE seq = 1", "NOT NULL", Description = "an entry without a movement")]
    [TestCase("INSERT INTO receipts SELECT 99, payment, platform, chain_id, document, 0 FROM receipts", "UNIQUE")]
    public void The_database_refuses_what_the_books_forbid(string sql, string reason)
    {
        _raw.Execute(_gateway.Translate(ForeignAccounts));
        string before = _gateway.Dump();

        DbException? refusal = Assert.Catch<DbException>(() => _raw.Execute(_gateway.Translate(sql)));

        Assert.That(_gateway.IsRefusal(refusal!, reason), Is.True, refusal!.Message);
        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_movement_that_obeys_every_rule_is_taken()
    {
        _raw.Execute(_gateway.Translate(Movement + "(2, 1, 1, 2, " + Amount + ")"));

        Assert.That(_raw.ExecuteScalar<long>("SELECT count(*) FROM movements WHERE entry = 2"), Is.EqualTo(2));
    }
}
