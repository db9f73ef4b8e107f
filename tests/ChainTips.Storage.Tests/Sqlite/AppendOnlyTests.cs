using ChainTips.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

/// <summary>What the file itself refuses, whoever writes into it.</summary>
[CancelAfter(30_000)]
internal sealed class AppendOnlyTests
{
    private const string ForeignAccounts = """
        INSERT INTO platforms (seq, id, name) VALUES (90, zeroblob(16), 'other');
        INSERT INTO tokens (seq, chain_id, address, symbol, decimals) VALUES (90, 1, zeroblob(20), 'X', 6);
        INSERT INTO ledger_accounts (seq, platform, kind, token, holder)
            SELECT 91, 90, 2, token, zeroblob(20) FROM ledger_accounts WHERE seq = 1;
        INSERT INTO ledger_accounts (seq, platform, kind, token, holder)
            SELECT 92, platform, 2, 90, zeroblob(20) FROM ledger_accounts WHERE seq = 1;
        """;

    private const string Movement = "INSERT INTO movements (entry, line, debit, credit, amount) VALUES ";
    private const string Amount = "x'00000000000000000000000000000001'";

    private TestGateway _gateway = null!;
    private SqliteConnection _raw = null!;

    /// <summary>Entry 1 is settled, entry 2 is pending, entry 3 is voided.</summary>
    [SetUp]
    public async Task BookThreeTipsAsync()
    {
        _gateway = await TestGateway.StartAsync();
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
            _raw.Query<string>("SELECT group_concat(state, '') FROM (SELECT * FROM entry_states ORDER BY entry, state) GROUP BY entry"),
            Is.EqualTo(new[] { "12", "1", "13" }).AsCollection);

    [TestCase("UPDATE journal_entries SET payer = zeroblob(20)", "never changed")]
    [TestCase("UPDATE journal_entries SET block_hash = block_hash", "never changed")]
    [TestCase("DELETE FROM journal_entries", "never deleted")]
    [TestCase("DELETE FROM journal_entries WHERE seq = 3", "never deleted")]
    [TestCase("UPDATE movements SET amount = " + Amount, "never changed")]
    [TestCase("UPDATE movements SET debit = credit, credit = debit", "never changed")]
    [TestCase("DELETE FROM movements", "never deleted")]
    [TestCase("UPDATE entry_states SET state = 2 WHERE state = 1 AND entry = 2", "never changed")]
    [TestCase("UPDATE entry_states SET since = 0", "never changed")]
    [TestCase("DELETE FROM entry_states WHERE state = 3", "never deleted")]
    [TestCase("UPDATE ledger_accounts SET holder = zeroblob(20)", "never changed")]
    [TestCase("DELETE FROM ledger_accounts", "never deleted")]
    [TestCase("INSERT INTO entry_states (entry, state, since) VALUES (1, 3, 0)", "settled or voided already")]
    [TestCase("INSERT INTO entry_states (entry, state, since) VALUES (3, 2, 0)", "settled or voided already")]
    [TestCase("INSERT INTO entry_states (entry, state, since) VALUES (2, 1, 0)", "UNIQUE")]
    [TestCase("INSERT INTO entry_states (entry, state, since) VALUES (2, 4, 0)", "CHECK")]
    [TestCase("INSERT INTO entry_states (entry, state, since) VALUES (99, 1, 0)", "FOREIGN KEY")]
    [TestCase(Movement + "(2, 1, 1, 1, " + Amount + ")", "CHECK", Description = "debit is credit")]
    [TestCase(Movement + "(2, 1, 1, 2, zeroblob(16))", "CHECK", Description = "nothing")]
    [TestCase(Movement + "(2, 1, 1, 2, x'01')", "CHECK", Description = "no 16 bytes")]
    [TestCase(Movement + "(2, 1, 1, 2, 5)", "cannot store INT", Description = "no blob")]
    [TestCase(Movement + "(2, 1, 1, NULL, " + Amount + ")", "NOT NULL", Description = "one side only")]
    [TestCase(Movement + "(2, 1, 1, 91, " + Amount + ")", "books of one platform")]
    [TestCase(Movement + "(2, 1, 92, 2, " + Amount + ")", "within one token")]
    [TestCase(Movement + "(2, 1, 1, 99, " + Amount + ")", "FOREIGN KEY")]
    [TestCase(Movement + "(2, 0, 1, 2, " + Amount + ")", "UNIQUE", Description = "a line that is there already")]
    [TestCase("INSERT INTO live_payments SELECT payment, 3 FROM journal_entries WHERE seq = 2", "UNIQUE", Description = "a payment counts once")]
    [TestCase("INSERT INTO receipts SELECT 99, zeroblob(16), payment, platform, chain_id, document, 0 FROM receipts", "UNIQUE")]
    public void The_file_refuses_what_the_books_forbid(string sql, string reason)
    {
        _raw.Execute(ForeignAccounts);
        string before = RawFile.Dump(_raw);

        Assert.That(() => _raw.Execute(sql), Throws.InstanceOf<SqliteException>().With.Message.Contains(reason));

        Assert.That(RawFile.Dump(_raw), Is.EqualTo(before));
    }

    [Test]
    public void A_movement_that_obeys_every_rule_is_taken()
    {
        _raw.Execute(Movement + "(2, 1, 1, 2, " + Amount + ")");

        Assert.That(_raw.ExecuteScalar<long>("SELECT count(*) FROM movements WHERE entry = 2"), Is.EqualTo(2));
    }
}
