using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>R28: an audit agrees with right books, and finds one flipped byte in any row of them.</summary>
[CancelAfter(600_000)]
internal sealed class LedgerAuditTests : PipelineFixture
{
    private const int CostOfOneFlip = 4;

    /// <summary>The columns that an audit answers for: all of the books, but no titles and names for people.</summary>
    private static readonly string[] Columns =
    [
        "journal_entries.payment", "journal_entries.block", "journal_entries.transaction_hash", "journal_entries.transaction_index",
        "journal_entries.position", "journal_entries.transfer_position", "journal_entries.contract", "journal_entries.payer",
        "journal_entries.platform", "journal_entries.creator", "journal_entries.post", "journal_entries.payment_request",
        "journal_entries.rung", "journal_entries.debit", "journal_entries.credit", "journal_entries.amount", "journal_entries.recorded_at",
        "settlements.entry", "settlements.hash_chain", "settlements.hash", "settlements.since", "settlements.seal",
        "paid_blocks.chain_id", "paid_blocks.number", "paid_blocks.hash", "paid_blocks.parent_hash", "paid_blocks.time",
        "contracts.chain_id", "contracts.address", "hash_chains.contract", "hash_chains.token", "hash_chains.entries", "hash_chains.head",
        "ledger_accounts.platform", "ledger_accounts.kind", "ledger_accounts.token", "ledger_accounts.holder",
        "tokens.chain_id", "tokens.address", "tokens.decimals", "live_payments.payment", "live_payments.entry",
        "posts.id", "posts.salt", "posts.payment_reference", "payment_requests.salt", "payment_requests.payment_reference",
    ];

    [SetUp]
    public async Task BookTipsAsync()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Open(1, 9_000_000));
        for (int i = 1; i <= 4; i++)
        {
            Chain.Mine(Tip.Of((UInt256)(ulong)i).Sent($"post {i}"), ATip.For(request).Of((UInt256)(ulong)i).Sent($"request {i}"));
            Chain.Mine(Tip.Of((UInt128)i, Sample.Dai).Sent($"dai {i}"));
        }

        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();
    }

    [Test]
    public async Task Right_books_agree_with_themselves_and_with_the_chain()
    {
        LedgerAudit audit = new(Gateway.Database, Gateway.Settings);

        Assert.That(await FaultsAsync(audit), Is.Empty);
        Assert.That(audit.Entries, Is.EqualTo(12));
        Assert.That(audit.Payments, Is.EqualTo(12));
    }

    [Test]
    public async Task Pending_payments_are_compared_with_the_chain_too()
    {
        Chain.Mine(Tip.Sent("pending"));
        await Gateway.CatchUpAsync();
        LedgerAudit audit = new(Gateway.Database, Gateway.Settings);

        Assert.That(await FaultsAsync(audit), Is.Empty);
        Assert.That(audit.Payments, Is.EqualTo(13));
    }

    [TestCase("settlements", "seq = 3", "hash")]
    [TestCase("settlements", "seq = 12", "ends with entry|end with entry")]
    [TestCase("journal_entries", "seq = 12", "not in the books")]
    public async Task A_row_that_was_taken_out_is_found(string table, string condition, string expected)
    {
        Tamper($"DELETE FROM {table} WHERE {condition}");

        Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Has.Some.Match(expected));
    }

    [Test]
    public async Task A_payment_that_the_chain_does_not_have_is_found()
    {
        Tamper("""
            INSERT INTO journal_entries SELECT 99, randomblob(16), block, randomblob(32), transaction_index, position, transfer_position, contract,
                payer, platform, creator, post, payment_request, rung, debit, credit, amount, recorded_at FROM journal_entries WHERE seq = 1
            """);

        Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Has.Some.Contains("not on the chain"));
    }

    [Test]
    public async Task One_flipped_byte_in_any_row_is_found_and_nothing_else()
    {
        SeededRandom random = Trials.Random();
        int flips = Trials.Count(CostOfOneFlip);
        using SqliteConnection raw = OpenForTampering();
        for (int i = 0; i < flips; i++)
        {
            string[] target = Columns[i % Columns.Length].Split('.');
            if (!TryFlip(raw, target[0], target[1], random, out string did, out string undo))
            {
                continue;
            }

            Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Is.Not.Empty, did);
            raw.Execute(undo);
        }

        Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Is.Empty);
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(LedgerAudit audit)
    {
        List<string> faults = [];
        await foreach (string fault in audit.FindFaultsAsync(CancellationToken.None))
        {
            faults.Add(fault);
        }

        await foreach (string fault in audit.CompareWithChainAsync(Chain, 5, new Progress<BlockNumber>(), CancellationToken.None))
        {
            faults.Add(fault);
        }

        return faults;
    }

    /// <summary>Alters one byte of one value; false where another row has that value already and must be the only one.</summary>
    private static bool TryFlip(SqliteConnection raw, string table, string column, SeededRandom random, out string did, out string undo)
    {
        string key = table == "live_payments" ? "payment" : "seq";
        string[] rows = [.. raw.Query<string>($"SELECT quote({key}) FROM {table} WHERE {column} IS NOT NULL ORDER BY {key}")];
        string row = rows[random.Below(rows.Length)];
        string before = raw.ExecuteScalar<string>($"SELECT quote({column}) FROM {table} WHERE {key} = {row}")!;
        string after = Flip(before, random);
        string keyAfter = column == key ? after : row;
        did = $"{table}.{column} of row {row}: {before} became {after}";
        undo = $"UPDATE {table} SET {column} = {before} WHERE {key} = {keyAfter}";
        try
        {
            raw.Execute($"UPDATE {table} SET {column} = {after} WHERE {key} = {row}");
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == 19)
        {
            return false;
        }
    }

    private static string Flip(string quoted, SeededRandom random)
    {
        if (!quoted.StartsWith('X'))
        {
            return (long.Parse(quoted, System.Globalization.CultureInfo.InvariantCulture) ^ (1L << random.Below(40)))
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        byte[] bytes = Convert.FromHexString(quoted[2..^1]);
        bytes[random.Below(bytes.Length)] ^= (byte)(1 + random.Below(255));
        return $"X'{Convert.ToHexString(bytes)}'";
    }

    private void Tamper(string sql)
    {
        using SqliteConnection raw = OpenForTampering();
        raw.Execute(sql);
    }

    /// <summary>A connection of somebody who knows how to switch off what the file refuses.</summary>
    private SqliteConnection OpenForTampering()
    {
        SqliteConnection raw = Gateway.OpenRaw();
        foreach (string trigger in raw.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").ToArray())
        {
            raw.Execute($"DROP TRIGGER {trigger}");
        }

        raw.Execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        return raw;
    }
}
