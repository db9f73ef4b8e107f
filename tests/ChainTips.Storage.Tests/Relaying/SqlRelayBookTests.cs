using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Relaying;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>X1: the claim of an authorization, and what keeps it.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class SqlRelayBookTests(Engine engine)
{
    private RelayStage _stage = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task X1_one_authorization_256_times_side_by_side_and_1000_times_in_a_row_is_one_transaction_and_one_credit()
    {
        SignedAuthorization authorization = await _stage.SignAsync("coffee", 5_000_000);
        bool[] claims = await Task.WhenAll(Enumerable.Range(0, 256).Select(i => TryClaimAsync(authorization, i)));
        Assert.That(claims.Count(isClaimed => isClaimed), Is.EqualTo(1));

        for (int i = 0; i < 1_000; i++)
        {
            Assert.That(await TryClaimAsync(authorization, 256 + i), Is.False);
        }

        await _stage.StepAsync();
        await _stage.SettleAsync();
        await _stage.StepAsync();

        Assert.That(_stage.Gateway.Count("relays"), Is.EqualTo(1));
        Assert.That(_stage.Network.Given, Has.Count.EqualTo(1));
        Assert.That(await _stage.Gateway.PaymentsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_signature_of_the_same_payer_and_nonce_is_the_same_claim()
    {
        SignedAuthorization authorization = await _stage.SignAsync("coffee", 5_000_000);
        Assert.That(await TryClaimAsync(authorization, 1), Is.True);
        Assert.That(await TryClaimAsync(authorization with { Signature = new byte[] { 1, 2, 3 } }, 2), Is.False);
        Assert.That(await TryClaimAsync(authorization with { Payer = Sample.Stranger }, 3), Is.True, "Each payer has nonces of his own.");
    }

    [Test]
    public async Task A_relay_is_read_back_as_it_was_kept()
    {
        Relay relay = await _stage.RelayAsync("coffee", 5_000_000);
        Relay changed = relay.After(RelayFact.PaymentSeen, _stage.Gateway.Clock.GetUtcNow().AddSeconds(1)) with
        {
            TransactionHash = Sample.HashOf("transaction"),
            Block = new BlockNumber(7),
            UsedAt = new BlockNumber(6),
            IsPaidByOther = true,
            Reason = "why",
            Gas = 12,
        };
        await _stage.Gateway.WriteAsync(books => books.Relays.UpdateAsync(changed, Token));

        Relay byId = (await _stage.Gateway.ReadAsync(books => books.Relays.FindAsync(relay.Id, Token)))!;
        Relay byNonce = (await _stage.Gateway.ReadAsync(books => books.Relays.FindAsync(relay.Authorization.Payer, relay.Authorization.Nonce, Token)))!;

        Assert.That(byId with { Authorization = changed.Authorization }, Is.EqualTo(changed));
        Assert.That(byNonce.Id, Is.EqualTo(relay.Id));
        Assert.That(byId.Authorization.Nonce, Is.EqualTo(relay.Authorization.Nonce));
        Assert.That(byId.Authorization.Signature.ToArray(), Is.EqualTo(relay.Authorization.Signature.ToArray()));
    }

    [Test]
    public async Task What_was_relayed_is_summed_by_platform_and_payer_within_a_time()
    {
        DateTimeOffset start = _stage.Gateway.Clock.GetUtcNow();
        await _stage.RelayAsync("a", 1, "pat");
        _stage.Gateway.Clock.Advance(TimeSpan.FromMinutes(10));
        Relay second = await _stage.RelayAsync("b", 1, "pat");
        await _stage.RelayAsync("c", 1, "kim");

        Assert.That(await SumAsync(null, start), Is.EqualTo(new RelayUse(3, 258_000)));
        Assert.That(await SumAsync(null, start.AddMinutes(5)), Is.EqualTo(new RelayUse(2, 172_000)));
        Assert.That(await SumAsync(second.Authorization.Payer, start), Is.EqualTo(new RelayUse(2, 172_000)));
        Assert.That(await _stage.Gateway.ReadAsync(books => books.Relays.SumAsync(new Id<Platform>(9), null, start, Token)), Is.EqualTo(new RelayUse(0, 0)));
    }

    [TestCase("DELETE FROM relays", "a relay is never deleted")]
    [TestCase("UPDATE relays SET nonce = (SELECT nonce FROM relays WHERE 1 = 0), payer = payer", "NOT NULL", Description = "A claim always has a nonce.")]
    [TestCase("UPDATE relays SET signature = @bytes", "what was signed is never changed")]
    [TestCase("UPDATE relays SET payer = @address", "what was signed is never changed")]
    [TestCase("DELETE FROM relay_transactions", "never forgotten")]
    [TestCase("DELETE FROM relay_attempts", "never forgotten")]
    [TestCase("UPDATE relay_attempts SET raw = @bytes", "what was signed is never changed")]
    public async Task The_database_itself_refuses_to_forget_or_change_what_was_signed(string sql, string reason)
    {
        await _stage.RelayAsync("coffee", 5_000_000);
        await _stage.StepAsync();
        using DbConnection raw = _stage.Gateway.OpenRaw();

        DbException? error = Assert.Catch<DbException>(() => raw.Execute(
            _stage.Gateway.Translate(sql), new { bytes = new byte[] { 1 }, address = Sample.Stranger.ToArray() }));

        Assert.That(_stage.Gateway.IsRefusal(error!, reason), Is.True, error!.Message);
    }

    [Test]
    public async Task A_nonce_is_given_once()
    {
        await _stage.RelayAsync("coffee", 5_000_000);
        await _stage.StepAsync();
        RelayTransaction first = (await _stage.OpenAsync()).Single();

        await Assert.ThatAsync(
            () => _stage.Gateway.WriteAsync(books => books.Relays.AddTransactionAsync(first with { Attempts = [] }, Token)),
            Throws.InstanceOf<DbException>());
    }

    private Task<RelayUse> SumAsync(Address? payer, DateTimeOffset since) =>
        _stage.Gateway.ReadAsync(books => books.Relays.SumAsync(Given.PlatformId, payer, since, Token));

    private async Task<bool> TryClaimAsync(SignedAuthorization authorization, int i)
    {
        bool isClaimed = false;
        await _stage.Gateway.WriteAsync(async books => isClaimed =
            await books.Relays.TryAddAsync(_stage.RelayOf(authorization, "coffee") with { Id = Given.IdOf<Relay>($"try {i}") }, Token));
        return isClaimed;
    }
}
