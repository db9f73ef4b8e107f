using System.Globalization;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Relaying;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>C3, X1, X2, X6, X8, X9: what is checked before anything is kept or spent.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class RelayIntakeTests(Engine engine)
{
    /// <summary>The variable that says how many bad authorizations are handed in; 10000 for the whole test.</summary>
    private const string SizeVariable = "CHAINTIPS_BAD_AUTHORIZATIONS";

    private static readonly UInt128 Five = 5_000_000;

    private RelayStage _stage = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private RelayIntake Intake => new(_stage.Desk);

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task A_good_authorization_is_taken_with_the_gas_that_it_needs()
    {
        Relay relay = await TakeAsync(await _stage.SignAsync("coffee", Five));
        Assert.That(relay.Status, Is.EqualTo(RelayStatus.Accepted));
        Assert.That(relay.Gas, Is.EqualTo(86_000));
    }

    [Test]
    public async Task C3_every_form_of_one_signature_is_one_claim_in_the_form_that_the_token_takes()
    {
        SignedAuthorization signed = await _stage.SignAsync("coffee", Five);
        Signature signature = Signature.Parse(signed.Signature.Span);
        byte[] whole = signature.ToArray();
        byte[][] forms = [whole, [.. whole[..64], (byte)signature.RecoveryId], signature.ToCompactArray()];

        Relay[] relays = [.. await Task.WhenAll(forms.Select(form => TakeAsync(signed with { Signature = form })))];

        Assert.That(relays.Select(relay => relay.Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That(_stage.Gateway.Count("relays"), Is.EqualTo(1));
        Assert.That((await _stage.ReadAsync(relays[0])).Authorization.Signature.ToArray(), Is.EqualTo(whole));
        await _stage.StepAsync();
        await _stage.SettleAsync();
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_signature_that_the_token_would_refuse_is_refused()
    {
        SignedAuthorization signed = await _stage.SignAsync("coffee", Five);
        Signature signature = Signature.Parse(signed.Signature.Span);
        byte[] good = signature.ToArray();
        byte[] highS = [.. good[..32], .. HigherTwin(signature.S), (byte)(good[64] == 27 ? 28 : 27)];
        Dictionary<string, byte[]> bad = new()
        {
            ["nothing"] = [],
            ["truncated"] = good[..63],
            ["too long"] = [.. good, 0],
            ["high s"] = highS,
            ["v 29"] = [.. good[..64], 29],
            ["other v"] = [.. good[..64], (byte)(good[64] == 27 ? 28 : 27)],
            ["zeros"] = new byte[65],
            ["another key"] = RelayStage.KeyOf("kim").Sign(signed.Digest(Sample.AllowedUsdc)).ToArray(),
            ["another token's domain"] = RelayStage.KeyOf("pat").Sign(signed.Digest(Sample.AllowedUsdc with { DomainVersion = "1" })).ToArray(),
            ["another chain"] = RelayStage.KeyOf("pat").Sign(signed.Digest(Sample.AllowedUsdc with { Token = Sample.Usdc with { ChainId = 1 } })).ToArray(),
            ["ERC-6492"] = [.. good, .. Enumerable.Range(0, 16).SelectMany(_ => new byte[] { 0x64, 0x92 })],
            ["endless"] = new byte[SignatureVerifier.MaxSignatureLength + 1],
        };
        foreach ((string why, byte[] bytes) in bad)
        {
            RelayRefusal refusal = await RefuseAsync(signed with { Signature = bytes });
            Assert.That(refusal.Code, Is.EqualTo(RelayRefusalCode.SignatureInvalid), $"{why}: {refusal.Detail}");
        }

        Assert.That(_stage.Gateway.Count("relays"), Is.Zero);
    }

    [Test]
    public async Task An_authorization_that_ends_too_soon_is_refused_by_the_later_of_both_clocks()
    {
        DateTimeOffset now = _stage.Gateway.Clock.GetUtcNow();
        SignedAuthorization soon = await _stage.SignAsync("soon", Five, expiresAt: now.AddSeconds(59));
        Assert.That((await RefuseAsync(soon)).Code, Is.EqualTo(RelayRefusalCode.AuthorizationExpired));

        SignedAuthorization later = await _stage.SignAsync("later", Five, expiresAt: now.AddSeconds(90));
        _stage.Gateway.Chain.MineEmpty(30);
        Assert.That((await RefuseAsync(later)).Code, Is.EqualTo(RelayRefusalCode.AuthorizationExpired), "The chain's time is ahead of ours.");
    }

    [Test]
    public async Task X3_a_payer_without_money_is_refused()
    {
        RelayRefusal refusal = await RefuseAsync(await _stage.SignAsync("coffee", Five, isRich: false));
        Assert.That(refusal.Code, Is.EqualTo(RelayRefusalCode.BalanceTooLow));
        Assert.That(refusal.Detail, Does.Contain("holds 0").And.Contain("5000000"));
    }

    [Test]
    public async Task X6_what_needs_more_gas_than_allowed_is_refused()
    {
        _stage.Settings = _stage.Settings with { MostGas = 80_000 };
        RelayRefusal refusal = await RefuseAsync(await _stage.SignAsync("coffee", Five));
        Assert.That(refusal.Code, Is.EqualTo(RelayRefusalCode.SimulationFailed));
        Assert.That(refusal.Detail, Does.Contain("80000"));
    }

    [Test]
    public async Task Terms_of_another_contract_or_token_are_refused()
    {
        SignedAuthorization signed = await _stage.SignAsync("coffee", Five);
        foreach (PaymentTerms other in new[] { signed.Terms with { Router = Sample.Stranger }, signed.Terms with { Token = Sample.Dai.Address }, signed.Terms with { Token = Sample.Stranger } })
        {
            Assert.That((await RefuseAsync(signed with { Terms = other })).Code, Is.EqualTo(RelayRefusalCode.TermsOutdated));
        }
    }

    [Test]
    public async Task X7_what_an_observer_sent_before_it_was_handed_in_is_taken_and_found_paid()
    {
        SignedAuthorization signed = await _stage.SignAsync("coffee", Five);
        _stage.Observe(signed);
        await _stage.MineAsync();

        Relay relay = await TakeAsync(signed);
        await _stage.StepAsync();

        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Mined));
        Assert.That(_stage.Network.GasSpent, Is.EqualTo(86_000), "The observer's own gas alone.");
    }

    [Test]
    public async Task The_budgets_of_platform_and_payer_are_kept()
    {
        _stage.Settings = _stage.Settings with { Payer = new RelayBudget(2, 1_000_000), Platform = new RelayBudget(100, 300_000) };
        await TakeAsync(await _stage.SignAsync("a", Five));
        await TakeAsync(await _stage.SignAsync("b", Five));
        RelayRefusal third = await RefuseAsync(await _stage.SignAsync("c", Five));
        Assert.That(third.Code, Is.EqualTo(RelayRefusalCode.BudgetExhausted));
        Assert.That(third.Detail, Does.Contain("payer").And.Contain("2 are allowed"));

        await TakeAsync(await _stage.SignAsync("d", Five, "kim"));
        RelayRefusal fourth = await RefuseAsync(await _stage.SignAsync("e", Five, "lee"));
        Assert.That(fourth.Detail, Does.Contain("platform").And.Contain("300000"));

        _stage.Gateway.Clock.Advance(RelayBudget.Span + TimeSpan.FromSeconds(1));
        DateTimeOffset tomorrow = _stage.Gateway.Clock.GetUtcNow().AddHours(1);
        await TakeAsync(await _stage.SignAsync("f", Five, expiresAt: tomorrow));
    }

    [Test]
    public async Task X8_bad_authorizations_cost_no_gas_and_leave_no_row()
    {
        int size = int.Parse(Environment.GetEnvironmentVariable(SizeVariable) ?? "120", CultureInfo.InvariantCulture);
        SeededRandom random = Trials.Random();
        SignedAuthorization poor = await _stage.SignAsync("poor", Five, isRich: false);
        SignedAuthorization good = await _stage.SignAsync("good", Five, "rich");
        for (int i = 0; i < size; i++)
        {
            byte[] bytes = good.Signature.ToArray();
            bytes[random.Below(64)] ^= (byte)(1 << random.Below(8));
            SignedAuthorization bad = random.Below(3) switch
            {
                0 => poor,
                1 => good with { Signature = bytes },
                _ => good with { Terms = good.Terms with { Salt = Sample.HashOf($"{random.Next()}") } },
            };
            await RefuseAsync(bad);
        }

        await _stage.StepAsync();
        await _stage.MineAsync();
        Assert.That(_stage.Network.GasSpent, Is.Zero);
        Assert.That(_stage.Network.Given, Is.Empty);
        Assert.That(_stage.Gateway.Count("relays"), Is.Zero);
        TestContext.Out.WriteLine($"{size} bad authorizations, gas spent {_stage.Network.GasSpent}");
    }

    private static byte[] HigherTwin(UInt256 s)
    {
        System.Numerics.BigInteger order = System.Numerics.BigInteger.Parse(
            "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        byte[] twin = (order - System.Numerics.BigInteger.Parse(s.ToString(), CultureInfo.InvariantCulture)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - twin.Length], .. twin];
    }

    private async Task<Relay> TakeAsync(SignedAuthorization signed)
    {
        RelayDecision decision = await DecideAsync(signed);
        return decision is RelayDecision.Takes takes ? takes.Relay : throw new AssertionException(((RelayDecision.Refuses)decision).Refusal.Detail);
    }

    private async Task<RelayRefusal> RefuseAsync(SignedAuthorization signed)
    {
        RelayDecision decision = await DecideAsync(signed);
        return decision is RelayDecision.Refuses refuses ? refuses.Refusal : throw new AssertionException("It was taken.");
    }

    private async Task<RelayDecision> DecideAsync(SignedAuthorization signed)
    {
        Matching.PaymentSubject subject = (await _stage.Gateway.ReadAsync(books => books.References.FindAsync(signed.Terms.References.ToArray(), Token))).Values.Single();
        IssuedTerms issued = new(signed.Terms, ((Matching.PaymentSubject.OfRequest)subject).Request);
        RelayDecision decision = await Intake.CheckAsync(Given.PlatformId, issued, signed.Payer, signed.Signature, Token);
        if (decision is RelayDecision.Takes checkedOut)
        {
            await _stage.Gateway.WriteAsync(async books => decision = await Intake.ClaimAsync(books, checkedOut.Relay, Token));
        }

        return decision;
    }
}
