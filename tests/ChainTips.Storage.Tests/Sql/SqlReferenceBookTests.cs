using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Storage.Sql;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Sql;

/// <summary>The questions of the matching ladder.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class SqlReferenceBookTests(Engine engine)
{
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task Terms_are_read_back_as_they_were_given_out_with_their_request()
    {
        PaymentRequest request = await KeepAsync("coffee");
        PaymentTerms plain = Given.Terms(request, 5);
        PaymentTerms large = plain with
        {
            ChainId = ulong.MaxValue,
            Payees = [Sample.Payee, Sample.Stranger, Address.Zero],
            Amounts = [UInt256.MaxValue, UInt256.Zero, 7UL],
            References = [Hash32.Zero, request.Reference.Value, Sample.HashOf("reference")],
            Fee = UInt256.MaxValue,
            ValidBefore = UInt256.MaxValue,
        };
        await _gateway.WriteAsync(async books =>
        {
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(plain, request), Sample.Genesis, Token);
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(large, request), Sample.Genesis, Token);
        });

        IReadOnlyDictionary<Hash32, IssuedTerms> found = await _gateway.ReadAsync(
            books => books.References.FindTermsAsync([large.Hash(), Sample.HashOf("foreign"), plain.Hash()], Token));

        Assert.That(found.Keys, Is.EquivalentTo(new[] { plain.Hash(), large.Hash() }));
        foreach (PaymentTerms terms in new[] { plain, large })
        {
            Assert.That(found[terms.Hash()].Terms.Hash(), Is.EqualTo(terms.Hash()), "the hash is over every member");
            Assert.That(found[terms.Hash()].Terms.Payees, Is.EqualTo(terms.Payees));
            Assert.That(found[terms.Hash()].Request.Id, Is.EqualTo(request.Id));
        }
    }

    [Test]
    public async Task A_nonce_is_given_out_once()
    {
        PaymentRequest request = await KeepAsync("coffee");
        IssuedTerms issued = new(Given.Terms(request, 5), request);
        await _gateway.WriteAsync(books => books.PaymentRequests.AddTermsAsync(issued, Sample.Genesis, Token));

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.PaymentRequests.AddTermsAsync(issued, Sample.Genesis, Token)), Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task Terms_that_are_no_terms_are_an_error_that_says_so()
    {
        Assert.That(() => TermsDocument.Parse("null"), Throws.TypeOf<FormatException>());
        PaymentTerms terms = Given.Terms(await KeepAsync("coffee"), 5);
        Assert.That(
            () => TermsDocument.Parse(TermsDocument.Write(terms).Replace("\"5\"", "\"five\"", StringComparison.Ordinal)), Throws.TypeOf<FormatException>());
    }

    [Test]
    public async Task A_forwarder_is_found_by_its_address_and_nothing_else_is()
    {
        PaymentRequest coffee = await KeepAsync("coffee");
        PaymentRequest tea = await KeepAsync("tea");
        await _gateway.AskAsync(new AskedAmount.Fixed(5), "without a deposit address");

        IReadOnlyDictionary<Address, PaymentRequest> found = await _gateway.ReadAsync(
            books => books.References.FindForwardersAsync([tea.DepositAddress!.Value, Sample.Payee, coffee.DepositAddress!.Value], Token));

        Assert.That(found.ToDictionary(one => one.Key, one => one.Value.Id), Is.EquivalentTo(new Dictionary<Address, Identity.Id<PaymentRequest>>
        {
            [coffee.DepositAddress!.Value] = coffee.Id,
            [tea.DepositAddress!.Value] = tea.Id,
        }));
    }

    [Test]
    [Description("A reused address never credits another")]
    public async Task Two_requests_never_have_one_deposit_address()
    {
        PaymentRequest coffee = await KeepAsync("coffee");
        PaymentRequest tea = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), "tea") with { DepositAddress = coffee.DepositAddress };

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.PaymentRequests.AddAsync(tea, Token)), Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task A_decision_is_found_by_the_place_of_its_transfer()
    {
        PaymentRequest coffee = await KeepAsync("coffee");
        FakeBlock block = _gateway.Chain.Mine();
        MatchDecision[] decisions =
        [
            DecisionOf(0, MatchRung.Claim, new PaymentSubject.OfRequest(coffee)),
            DecisionOf(1, MatchRung.Operator, new PaymentSubject.OfPost(_gateway.First, _gateway.Ada.Address)),
        ];
        await _gateway.WriteAsync(async books =>
        {
            foreach (MatchDecision decision in decisions)
            {
                await books.Decisions.AddAsync(decision, new Identity.Id<Ledger.Payment>((UInt128)decision.Location.Position), Token);
            }
        });

        LogPosition[] asked = [.. Enumerable.Range(0, 3).Select(PositionOf), PositionOf(0) with { ChainId = 10 }, PositionOf(1) with { TransactionHash = Hash32.Zero }];
        IReadOnlyDictionary<LogPosition, MatchDecision> found = await _gateway.ReadAsync(books => books.References.FindDecisionsAsync(asked, Token));

        Assert.That(found.Keys, Is.EquivalentTo(new[] { PositionOf(0), PositionOf(1) }));
        foreach (MatchDecision decision in decisions)
        {
            MatchDecision read = found[decision.Location];
            Assert.That(read with { Subject = decision.Subject, Block = decision.Block }, Is.EqualTo(decision));
            Assert.That(read.Subject.Reference, Is.EqualTo(decision.Subject.Reference));
            Assert.That(read.Block.Hash, Is.EqualTo(decision.Block.Hash));
        }

        MatchDecision DecisionOf(int position, MatchRung rung, PaymentSubject subject) =>
            new(PositionOf(position), block.Ref, rung, subject, $"Evidence {position}.", Sample.Genesis.AddMinutes(position));
    }

    [Test]
    [Description("A block of a busy chain is asked about at once")]
    public async Task Thousands_are_asked_for_at_once_and_the_known_ones_found()
    {
        PaymentRequest coffee = await KeepAsync("coffee");
        Hash32[] hashes = [.. Enumerable.Range(0, 5_000).Select(i => Sample.HashOf($"unknown {i}"))];
        Address[] addresses = [.. hashes.Select(hash => Address.FromBytes(hash.ToArray().AsSpan(12))), coffee.DepositAddress!.Value];

        await _gateway.ReadAsync(async books =>
        {
            Assert.That(await books.References.FindForwardersAsync(addresses, Token), Has.Count.EqualTo(1));
            Assert.That(await books.References.FindAsync([.. hashes, coffee.Reference.Value], Token), Has.Count.EqualTo(1));
            Assert.That(await books.References.FindTermsAsync(hashes, Token), Is.Empty);
            Assert.That(await books.References.FindDecisionsAsync([.. hashes.Select(hash => new LogPosition(Sample.ChainId, hash, 0))], Token), Is.Empty);
            Assert.That(await books.References.FindPlatformsOfPayeesAsync([.. addresses, Sample.Payee], Token), Has.Count.EqualTo(1));
            return 0;
        });
    }

    [Test]
    public async Task Nothing_is_found_where_nothing_is_asked() => await _gateway.ReadAsync(async books =>
    {
        Assert.That(await books.References.FindForwardersAsync([], Token), Is.Empty);
        Assert.That(await books.References.FindTermsAsync([], Token), Is.Empty);
        Assert.That(await books.References.FindDecisionsAsync([], Token), Is.Empty);
        return 0;
    });

    private static LogPosition PositionOf(int position) => new(Sample.ChainId, Sample.HashOf("transaction"), position);

    private async Task<PaymentRequest> KeepAsync(string name)
    {
        PaymentRequest request = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), name).WithDepositAddress();
        await _gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        return request;
    }
}
