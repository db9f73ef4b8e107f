using ChainTips.Chain;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Posts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>A creator who is tipped alone, by a reference that stands.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class CreatorReferenceTests(Engine engine) : PipelineFixture(engine)
{
    private Post _standing = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task MakeAsync()
    {
        _standing = Post.OfCreator(Gateway.Ada, Sample.Genesis);
        await Gateway.WriteAsync(books => books.Posts.AddPostAsync(_standing, Token));
        Gateway.ReadDirectPayments();
    }

    [Test]
    public async Task It_is_read_back_for_its_creator_and_is_no_post()
    {
        Page<Post> posts = await Gateway.ReadAsync(books => books.Posts.ListPostsAsync(Given.PlatformId, new PageRequest<Post>(100, null), Token));

        Assert.That(await Gateway.ReadAsync(books => books.Posts.FindOfCreatorAsync(Given.PlatformId, Gateway.Ada.Id, Token)), Is.EqualTo(_standing));
        Assert.That(await Gateway.ReadAsync(books => books.Posts.FindPostAsync(Given.PlatformId, _standing.Id, Token)), Is.Null);
        Assert.That(posts.Items, Is.EqualTo(new[] { Gateway.First }));
        Assert.That(_standing.Reference, Is.EqualTo(new PaymentReference(Gateway.Ada.Id.ToString(), _standing.Reference.Salt)));
    }

    [Test]
    public async Task Another_platform_does_not_find_it()
    {
        Id<Platforms.Platform> other = Gateway.AddPlatform("other");

        Assert.That(await Gateway.ReadAsync(books => books.Posts.FindOfCreatorAsync(other, Gateway.Ada.Id, Token)), Is.Null);
    }

    [Test]
    [Description("By contract and by calldata, as posts are tipped; years later too")]
    public async Task A_tip_that_names_it_is_credited_to_the_creator_for_no_post()
    {
        ATransfer transfer = ATransfer.Of(7);
        TransactionCall call = new(transfer.From, Sample.Usdc.Address, ACall.Transfer(Sample.Payee, 7UL, _standing.Reference.Value));
        Chain.Mine(ATip.For(_standing).Of(5UL).Sent("tip"), (transfer with { Call = call }).Sent("calldata"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        IReadOnlyList<BookedPayment> payments = await Gateway.PaymentsAsync();
        Assert.That(payments.Select(booked => booked.Payment.Rung), Is.EquivalentTo(new[] { MatchRung.Contract, MatchRung.Calldata }));
        Assert.That(payments.Select(booked => booked.Payment.Subject), Is.All.EqualTo(new PaymentSubject.OfPost(_standing, Sample.Payee)));
        Assert.That(payments.Select(booked => (booked.Payment.Subject.PostId, booked.Payment.Subject.CreatorId)), Is.All.EqualTo(((Id<Post>?)null, Gateway.Ada.Id)));
        await AssertBalanceAsync(0, 12);
        await foreach (string fault in new LedgerAudit(Gateway.Database, Gateway.Settings).FindFaultsAsync(Token))
        {
            Assert.Fail(fault);
        }
    }

    [Test]
    public async Task A_tip_that_names_it_and_pays_somebody_else_credits_nobody()
    {
        Chain.Mine((ATip.For(_standing).Of(5UL) with { Payee = Sample.Stranger }).Sent("to oneself"));
        await Gateway.CatchUpAsync();

        Assert.That((await Gateway.InboxAsync()).Single().Reason, Is.EqualTo(RefusalReason.PayeeDiffers));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    public Task A_creator_has_one() => Assert.ThatAsync(
        () => Gateway.WriteAsync(books => books.Posts.AddPostAsync(Post.OfCreator(Gateway.Ada, Sample.Genesis), Token)), Throws.InstanceOf<System.Data.Common.DbException>());
}
