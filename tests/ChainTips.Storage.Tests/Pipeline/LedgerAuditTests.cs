using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>R28: an audit agrees with right books, and finds one flipped byte in any row of them.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(600_000)]
internal sealed class LedgerAuditTests(Engine engine) : PipelineFixture(engine)
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

    [Test]
    public async Task Payments_of_a_token_that_is_not_configured_any_more_are_counted_and_no_difference()
    {
        await Gateway.ConfigureAsync(Gateway.Settings);
        await Gateway.ConfigureAsync(Gateway.Settings with { Tokens = [Sample.AllowedUsdc] });
        LedgerAudit audit = new(Gateway.Database, Gateway.Settings);

        Assert.That(await FaultsAsync(audit), Is.Empty);
        Assert.That(audit.Payments, Is.EqualTo(8));
        Assert.That(audit.NotCompared, Is.EqualTo(4));
    }

    [Test]
    public async Task A_past_that_is_not_read_yet_is_counted_and_no_difference()
    {
        Chain.Mine((Tip with { Emitter = Sample.Stranger }).Sent("through another contract"));
        await Gateway.CatchUpAsync();
        await Gateway.ConfigureAsync(Gateway.Settings);
        ChainSettings other = Gateway.Settings with { Router = Sample.Stranger };
        await new LaterHistory(Gateway.Database, other, Gateway.Lease, Gateway.Clock).RegisterAsync(CancellationToken.None);
        LedgerAudit audit = new(Gateway.Database, other);

        Assert.That(await FaultsAsync(audit), Is.Empty);
        Assert.That(audit.Payments, Is.Zero);
        Assert.That(audit.NotCompared, Is.EqualTo(13));
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
            INSERT INTO journal_entries SELECT 99, x'11111111111111111111111111111111', block, x'2222222222222222222222222222222222222222222222222222222222222222', transaction_index, position, transfer_position, contract,
                payer, platform, creator, post, payment_request, rung, kind, debit, credit, amount, recorded_at FROM journal_entries WHERE seq = 1
            """);

        Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Has.Some.Contains("not on the chain"));
    }

    [Test]
    public async Task One_flipped_byte_in_any_row_is_found_and_nothing_else()
    {
        SeededRandom random = Trials.Random();
        int flips = Trials.Count(CostOfOneFlip);
        using DbConnection raw = OpenForTampering();
        for (int i = 0; i < flips; i++)
        {
            string[] target = Columns[i % Columns.Length].Split('.');
            if (TryFlip(raw, target[0], target[1], random) is not Flip flip)
            {
                continue;
            }

            Assert.That(await FaultsAsync(new LedgerAudit(Gateway.Database, Gateway.Settings)), Is.Not.Empty, flip.ToString());
            flip.Undo(raw);
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

    /// <summary>Alters one byte of one value; null where the database itself refuses the value that comes out.</summary>
    private static Flip? TryFlip(DbConnection raw, string table, string column, SeededRandom random)
    {
        string key = table == "live_payments" ? "payment" : "seq";
        object[] rows = [.. raw.Query<object>($"SELECT {key} AS value FROM {table} WHERE {column} IS NOT NULL ORDER BY {key}").Select(Value)];
        object row = rows[random.Below(rows.Length)];
        object before = Value(raw.QuerySingle($"SELECT {column} AS value FROM {table} WHERE {key} = @row", new { row }));
        Flip flip = new(table, column, key, row, before, Alter(before, random));
        try
        {
            flip.Do(raw);
            return flip;
        }
        catch (DbException error) when (error is Npgsql.PostgresException { SqlState: ['2', '3', ..] } or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 })
        {
            return null;
        }
    }

    private static object Value(dynamic row) => ((IDictionary<string, object>)row)["value"];

    private static object Alter(object value, SeededRandom random) => value switch
    {
        long number => number ^ (1L << random.Below(40)),
        byte[] bytes => Alter(bytes, random.Below(bytes.Length), (byte)(1 + random.Below(255))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static byte[] Alter(byte[] bytes, int at, byte by) => [.. bytes[..at], (byte)(bytes[at] ^ by), .. bytes[(at + 1)..]];

    private void Tamper(string sql)
    {
        using DbConnection raw = OpenForTampering();
        raw.Execute(Gateway.Translate(sql));
    }

    /// <summary>A connection of somebody who knows how to switch off what the database refuses.</summary>
    private DbConnection OpenForTampering()
    {
        DbConnection raw = Gateway.OpenRaw();
        Gateway.LiftRules(raw, [.. Columns.Select(column => column.Split('.')[0]).Distinct()]);
        return raw;
    }

    private sealed record Flip(string Table, string Column, string Key, object Row, object Before, object After)
    {
        public void Do(DbConnection raw) =>
            raw.Execute($"UPDATE {Table} SET {Column} = @After WHERE {Key} = @Row", new { After, Row });

        public void Undo(DbConnection raw) =>
            raw.Execute($"UPDATE {Table} SET {Column} = @Before WHERE {Key} = @row", new { Before, row = Column == Key ? After : Row });

        public override string ToString() => $"{Table}.{Column} of row {Text(Row)}: {Text(Before)} became {Text(After)}";

        private static string Text(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";
    }
}
