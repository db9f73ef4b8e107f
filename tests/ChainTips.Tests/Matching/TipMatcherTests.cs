using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

[CancelAfter(60_000)]
internal sealed class TipMatcherTests
{
    private static readonly PaymentRequest Coffee =
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5)).WithDepositAddress();

    private static readonly PaymentRequest Tea =
        Given.Request(Given.Creator(Given.PlatformId, "bob", Sample.AddressOf("bob")), new AskedAmount.Open(1, 100), "tea").WithDepositAddress();

    private readonly FakeReferences _book = new();

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void Keep()
    {
        _book.Keep(Coffee);
        _book.Keep(Tea);
    }

    [Test]
    public async Task A_tip_through_the_contract_needs_no_evidence_beside_its_logs()
    {
        JournalEntry entry = (await MatchAsync(ATip.For(Coffee).Of(5UL).Sent("tip"))).Entries.Single();

        Assert.That(entry.Payment.Rung, Is.EqualTo(MatchRung.Contract));
        Assert.That(entry.Evidence, Is.Null);
    }

    [Test]
    public async Task A_direct_payment_says_why_no_stronger_rung_took_it()
    {
        JournalEntry entry = (await MatchAsync(ATransfer.Of(5).Calling(Coffee).Sent("calldata"))).Entries.Single();

        Assert.That(entry.Payment.Rung, Is.EqualTo(MatchRung.Calldata));
        Assert.That(entry.Payment.Tip.Router, Is.EqualTo(Sample.Usdc.Address), "it went through the token alone");
        Assert.That(entry.Payment.Tip.PaymentReference, Is.EqualTo(Coffee.Reference.Value));
        Assert.That(
            entry.Evidence!.Notes.Select(note => note.Rung),
            Is.EqualTo(new[] { MatchRung.Contract, MatchRung.Authorization, MatchRung.DepositAddress }));
    }

    [Test]
    [Description("Each payment stands in the books at a log of its own: the one that names it, or else the transfer")]
    public async Task An_authorization_stands_where_its_nonce_is_shown()
    {
        Hash32 nonce = _book.Issue(Coffee, Given.Terms(Coffee, 5));

        Tip tip = (await MatchAsync(FakeTransaction.Of("authorized", ATransfer.Of(5).AuthorizedBy(nonce)))).Entries.Single().Payment.Tip;

        Assert.That((tip.Location.Position, tip.TransferPosition), Is.EqualTo((0, 1)));
    }

    [Test]
    [Description("A contract tip whose payee is a forwarder")]
    public async Task A_tip_to_a_deposit_address_is_a_deposit_and_is_not_in_the_inbox()
    {
        foreach (Hash32 reference in new[] { Coffee.Reference.Value, Tea.Reference.Value, Sample.HashOf("unknown") })
        {
            MatchedTips matched = await MatchAsync(ATip.For(reference).Of(5UL).To(Coffee.DepositAddress!.Value).Sent("tip"));

            JournalEntry entry = matched.Entries.Single();
            Assert.That((entry.Payment.Rung, entry.Payment.Kind), Is.EqualTo((MatchRung.DepositAddress, PaymentKind.Deposit)));
            Assert.That(entry.Payment.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Coffee)));
            Assert.That(entry.Evidence!.Notes[0].Rung, Is.EqualTo(MatchRung.Contract));
            Assert.That(matched.Unmatched, Is.Empty);
        }
    }

    [Test]
    public async Task What_nobody_takes_is_refused_by_the_strongest_evidence()
    {
        Hash32 nonce = _book.Issue(Coffee, Given.Terms(Coffee, 4));
        FakeTransaction tip = ATip.For(Coffee).To(Sample.Stranger).Sent("tip");
        FakeTransaction authorized = FakeTransaction.Of("authorized", ATransfer.Of(5).AuthorizedBy(nonce));
        FakeTransaction unknown = (ATransfer.Of(5) with
        {
            Call = new TransactionCall(Sample.Payer, Sample.Usdc.Address, ACall.Transfer(Sample.Payee, 5UL, Sample.HashOf("unknown"))),
        }).Sent("unknown");

        MatchedTips matched = await MatchAsync(tip, authorized, unknown, ATransfer.Of(5).Sent("private"));

        Assert.That(matched.Entries, Is.Empty);
        Assert.That(
            matched.Unmatched.Select(one => (one.Tip.Location.TransactionHash, one.Tip.Reason, one.Subject is null)),
            Is.EquivalentTo(new[]
            {
                (tip.Hash, RefusalReason.PayeeDiffers, false),
                (authorized.Hash, RefusalReason.TermsDiffer, false),
                (unknown.Hash, RefusalReason.UnknownReference, true),
            }));
        Assert.That(
            matched.Unmatched.Select(one => (one.Tip.Location.Position, one.Tip.TransferPosition)),
            Is.EquivalentTo(new (int, int?)[] { (1, 0), (1, 1), (0, 0) }));
    }

    [Test]
    [Description("A claim of the payer, or the operator's decision, of what the contract's evidence refuses")]
    public async Task What_was_decided_is_taken_where_decisions_count_and_left_alone_where_they_do_not()
    {
        FakeTransaction tip = ATip.For(Sample.HashOf("unknown")).Of(5UL).Sent("tip");
        _book.Decide(new LogPosition(Sample.ChainId, tip.Hash, 0), MatchRung.Operator, Coffee);

        MatchedTips audited = await MatchAsync(tip);
        MatchedTips followed = await new TipMatcher(new IdSource(new byte[32]), Sample.Settings).MatchAsync(_book, [Mine(tip)], Token);

        Assert.That(audited.Entries.Single().Payment.Rung, Is.EqualTo(MatchRung.Operator));
        Assert.That(audited.Entries.Single().Payment.Tip.Router, Is.EqualTo(Address.Zero), "decisions have a chain of hashes of their own");
        Assert.That(audited.Unmatched, Is.Empty);
        Assert.That(followed.Entries, Is.Empty);
        Assert.That(followed.Unmatched.Single().Tip.Reason, Is.EqualTo(RefusalReason.UnknownReference));
    }

    [Test]
    [Description("One transfer is credited once: its id is that of the token's log")]
    public async Task One_transfer_is_one_payment_whatever_takes_it()
    {
        FakeTransaction[] transactions =
        [
            ATip.For(Coffee).Of(5UL).Sent("tip"),
            FakeTransaction.Of("authorized", ATransfer.Of(5).AuthorizedBy(_book.Issue(Coffee, Given.Terms(Coffee, 5)))),
            ATransfer.Of(5).Calling(Coffee).Sent("calldata"),
        ];
        foreach (FakeTransaction transaction in transactions)
        {
            int position = transaction.Logs.ToList().FindIndex(log => log.Topics[0] == ALog.TransferTopic);
            Payment own = (await MatchAsync(transaction)).Entries.Single().Payment;
            foreach (MatchRung rung in new[] { MatchRung.Claim, MatchRung.Operator })
            {
                FakeReferences decided = new();
                decided.Decide(new LogPosition(Sample.ChainId, transaction.Hash, position), rung, Coffee);

                Payment other = (await MatchAsync(decided, [Mine(transaction)])).Entries.Single().Payment;

                Assert.That((other.Id, other.Rung), Is.EqualTo((own.Id, rung)));
            }

            FakeReferences deposits = new();
            deposits.Forwarders[Sample.Payee] = Tea;
            Payment deposit = (await MatchAsync(deposits, [Mine(transaction)])).Entries.Single().Payment;
            Assert.That((deposit.Id, deposit.Rung), Is.EqualTo((own.Id, MatchRung.DepositAddress)));
        }
    }

    [Test]
    [Description("The fast path for tips of the contract, and the rung that other transfers climb over")]
    public async Task The_fast_path_and_the_contract_rung_say_the_same()
    {
        SeededRandom random = Trials.Random();
        Hash32[] references = [Coffee.Reference.Value, Tea.Reference.Value, Sample.HashOf("unknown")];
        ContractRung rung = new();
        for (int i = Trials.Count(); i > 0; i--)
        {
            ATip tip = ATip.For(random.OneOf(references)).To(random.OneOf([Coffee.Payee, Tea.Payee, Sample.Stranger]))
                .Of((UInt128)random.Between(4, 6), random.OneOf([Sample.Usdc, Sample.Usdc, Sample.Dai]));
            FakeBlock block = new FakeChain().Mine(tip.Sent("tip"));
            LooseTransfer transfer = LooseTransfer.Of(block.DecodeTip());
            MatchQuestions questions = new();
            rung.Collect(transfer, questions);

            RungVerdict verdict = rung.Judge(transfer, _book.Answer(questions));
            MatchedTips matched = await MatchAsync(_book, [block.Observed]);

            RungVerdict.Takes? taken = verdict as RungVerdict.Takes;
            RungVerdict.Refuses? refused = verdict as RungVerdict.Refuses;
            Assert.That(matched.Entries.Select(entry => entry.Payment.Subject), Is.EqualTo(taken is null ? [] : new[] { taken.Subject }), tip.ToString());
            Assert.That(
                matched.Unmatched.Select(one => (one.Tip.Reason, one.Tip.Explanation, one.Subject)),
                Is.EqualTo(refused is null ? [] : new[] { (refused.Reason, refused.Why, refused.Subject) }),
                tip.ToString());
        }
    }

    [Test]
    [Description("The books are a chain of hashes in the order of the chain: a tip that only a later rung takes must not come late")]
    public async Task Payments_come_in_the_order_of_the_chain_where_no_tip_is_taken_by_the_contract()
    {
        FakeChain chain = new();
        ATip refused = ATip.For(Sample.HashOf("unknown")).To(Coffee.DepositAddress!.Value);
        ATransfer direct = ATransfer.Of(7) with { To = Coffee.DepositAddress!.Value };
        ObservedBlock[] blocks =
        [
            chain.Mine(refused.Of(1UL).Sent("one"), direct.Sent("two")).ObservedWithCalls,
            chain.Mine(FakeTransaction.Of("three", [direct.Log(), .. refused.Of(2UL).Logs(), direct.Log()])).ObservedWithCalls,
        ];

        MatchedTips matched = await MatchAsync(_book, blocks);

        Assert.That(
            matched.Entries.Select(entry => (entry.Payment.Tip.Block.Number.Value, entry.Payment.Tip.TransactionIndex, entry.Payment.Tip.Location.Position)),
            Is.EqualTo(new[] { (1UL, 0, 0), (1UL, 1, 0), (2UL, 0, 0), (2UL, 0, 1), (2UL, 0, 3) }));
    }

    [Test]
    [Description("The matcher remembers 20,000 subjects; what it forgets between two questions of one block is not lost")]
    public async Task A_refused_tip_keeps_its_subject_among_more_subjects_than_are_remembered()
    {
        FakeChain chain = new();
        PaymentRequest[] many = [.. Enumerable.Range(0, 20_000).Select(i => _book.Keep(
            Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5), $"request {i}")))];
        FakeTransaction[] transactions =
        [
            .. many.Chunk(200).Select(some => FakeTransaction.Of("many", [.. some.SelectMany(request => ATip.For(request).Of(5UL).Logs())])),
            (ATip.For(Coffee) with { Fee = UInt256.MaxValue }).Sent("fee"),
        ];
        FakeBlock block = chain.Mine();
        ObservedBlock observed = new(block.Ref, block.Time, [.. transactions.Select((one, i) => one.ReceiptIn(block.Ref.Hash, block.Number, i, 0))]);

        MatchedTips matched = await MatchAsync(_book, [observed]);

        Assert.That(matched.Entries, Has.Count.EqualTo(20_000));
        Assert.That(matched.Unmatched.Single().Subject, Is.EqualTo(new PaymentSubject.OfRequest(Coffee)));
    }

    private static ObservedBlock Mine(params FakeTransaction[] transactions) => new FakeChain().Mine(transactions).ObservedWithCalls;

    private Task<MatchedTips> MatchAsync(params FakeTransaction[] transactions) => MatchAsync(_book, [Mine(transactions)]);

    private static Task<MatchedTips> MatchAsync(FakeReferences book, IReadOnlyList<ObservedBlock> blocks) =>
        new TipMatcher(new IdSource(new byte[32]), Sample.Settings, withDecisions: true).MatchAsync(book, blocks, Token);
}
