using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlPostBookTests(Engine engine)
{
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task A_creator_is_read_back_as_it_was_kept()
    {
        Creator creator = Given.Creator(Given.PlatformId, "Ada 'ß' \u202e <script>") with { CreatedAt = Sample.Genesis.AddMilliseconds(3) };
        await _gateway.WriteAsync(books => books.Posts.AddCreatorAsync(creator, Token));

        Assert.That(await FindCreatorAsync(Given.PlatformId, creator.Id), Is.EqualTo(creator));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_post_is_read_back_as_it_was_kept(bool hasUrl)
    {
        Post post = Given.Post(_gateway.Ada, "Grüße; DROP TABLE posts --");
        post = post with { Url = hasUrl ? new Uri("https://blog.example/p?a=1&b=%20#x") : null };
        await _gateway.WriteAsync(books => books.Posts.AddPostAsync(post, Token));

        Assert.That(await FindPostAsync(Given.PlatformId, post.Id), Is.EqualTo(post));
    }

    [Test]
    public async Task A_post_is_read_back_with_its_payees_in_their_order()
    {
        Creator bob = Given.Creator(Given.PlatformId, "bob", Sample.Stranger);
        Post post = Given.Post(_gateway.Ada, "shared") with
        {
            Payees = new CreatorSplit(new CreatorShare(bob.Id, bob.Address, 1), new CreatorShare(_gateway.Ada.Id, _gateway.Ada.Address, 9_999)),
        };
        Post alone = Given.Post(_gateway.Ada, "alone");
        await _gateway.WriteAsync(async books =>
        {
            await books.Posts.AddCreatorAsync(bob, Token);
            await books.Posts.AddPostAsync(post, Token);
            await books.Posts.AddPostAsync(alone, Token);
        });

        IReadOnlyDictionary<Hash32, PaymentSubject> subjects = await _gateway.ReadAsync(
            books => books.References.FindAsync([post.Reference.Value, alone.Reference.Value], Token));

        Assert.That(await FindPostAsync(Given.PlatformId, post.Id), Is.EqualTo(post));
        Assert.That((await ListPostsAsync(Given.PlatformId, 2, null)).Items, Is.EqualTo(new[] { alone, post }));
        Assert.That(subjects[post.Reference.Value], Is.EqualTo(new PaymentSubject.OfPost(post, _gateway.Ada.Address)));
        Assert.That(subjects[alone.Reference.Value], Is.EqualTo(new PaymentSubject.OfPost(alone, _gateway.Ada.Address)));
    }

    [Test]
    [Description("H4: the tenant check is in the query")]
    public async Task Another_platform_sees_nothing()
    {
        Id<Platform> other = _gateway.AddPlatform("other");

        Assert.That(await FindCreatorAsync(Given.PlatformId, _gateway.Ada.Id), Is.Not.Null);
        Assert.That(await FindPostAsync(Given.PlatformId, _gateway.First.Id), Is.Not.Null);
        Assert.That(await FindCreatorAsync(other, _gateway.Ada.Id), Is.Null);
        Assert.That(await FindPostAsync(other, _gateway.First.Id), Is.Null);
        Assert.That((await ListPostsAsync(other, 100, null)).Items, Is.Empty);
        Assert.That(
            (await _gateway.ReadAsync(books => books.Posts.ListCreatorsAsync(other, new PageRequest<Creator>(100, null), Token))).Items, Is.Empty);
    }

    [Test]
    public async Task Creators_are_listed_newest_first_page_by_page()
    {
        Creator[] creators = [_gateway.Ada, .. Enumerable.Range(1, 4).Select(i => Given.Creator(Given.PlatformId, $"creator {i}"))];
        foreach (Creator creator in creators.Skip(1))
        {
            await _gateway.WriteAsync(books => books.Posts.AddCreatorAsync(creator, Token));
        }

        List<Creator> seen = [];
        Page<Creator> page;
        do
        {
            PageRequest<Creator> request = new(2, seen.Count == 0 ? null : seen[^1].Id);
            page = await _gateway.ReadAsync(books => books.Posts.ListCreatorsAsync(Given.PlatformId, request, Token));
            seen.AddRange(page.Items);
        }
        while (page.HasMore);

        Assert.That(seen, Is.EqualTo(creators.Reverse()));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(5)]
    [TestCase(6)]
    public async Task Posts_are_listed_newest_first_page_by_page_without_gap_or_overlap(int limit)
    {
        Post[] posts = [_gateway.First, .. Enumerable.Range(1, 4).Select(i => Given.Post(_gateway.Ada, $"post {i}"))];
        foreach (Post post in posts.Skip(1))
        {
            await _gateway.WriteAsync(books => books.Posts.AddPostAsync(post, Token));
        }

        List<Post> seen = [];
        Page<Post> page;
        do
        {
            page = await ListPostsAsync(Given.PlatformId, limit, seen.Count == 0 ? null : seen[^1].Id);
            Assert.That(page.Items, Has.Count.InRange(1, limit));
            seen.AddRange(page.Items);
        }
        while (page.HasMore);

        Assert.That(seen, Is.EqualTo(posts.Reverse()));
    }

    [Test]
    public async Task A_page_after_an_unknown_id_is_empty()
    {
        Page<Post> page = await ListPostsAsync(Given.PlatformId, 10, Given.IdOf<Post>("unknown"));

        Assert.That(page.Items, Is.Empty);
        Assert.That(page.HasMore, Is.False);
    }

    [Test]
    public async Task A_post_of_a_creator_who_is_not_there_cannot_be_kept()
    {
        Post post = Given.Post(Given.Creator(Given.PlatformId, "nobody"), "orphan");

        await Assert.ThatAsync(() => _gateway.WriteAsync(books => books.Posts.AddPostAsync(post, Token)), Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task One_reference_cannot_name_two_posts()
    {
        Post twin = _gateway.First with { Id = Given.IdOf<Post>("twin") };

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Posts.AddPostAsync(twin with { Id = _gateway.First.Id }, Token)),
            Throws.InstanceOf<DbException>());
        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Posts.AddPostAsync(twin, Token)), Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task A_reference_finds_its_post_and_who_is_paid_for_it()
    {
        Hash32 reference = _gateway.First.Reference.Value;

        IReadOnlyDictionary<Hash32, PaymentSubject> found =
            await _gateway.ReadAsync(books => books.References.FindAsync([reference, Sample.HashOf("unknown")], Token));

        Assert.That(found.Keys, Is.EqualTo(new[] { reference }));
        Assert.That(found[reference], Is.EqualTo(new PaymentSubject.OfPost(_gateway.First, _gateway.Ada.Address)));
    }

    [Test]
    public async Task A_reference_that_was_never_issued_finds_nothing() =>
        Assert.That(await _gateway.ReadAsync(books => books.References.FindAsync([Sample.HashOf("unknown")], Token)), Is.Empty);

    [Test]
    public async Task A_payee_is_known_by_the_address_of_a_creator()
    {
        IReadOnlyDictionary<Address, Id<Platform>> found =
            await _gateway.ReadAsync(books => books.References.FindPlatformsOfPayeesAsync([Sample.Payee, Sample.Stranger], Token));

        Assert.That(found, Is.EqualTo(new Dictionary<Address, Id<Platform>> { [Sample.Payee] = Given.PlatformId }));
    }

    private Task<Creator?> FindCreatorAsync(Id<Platform> platform, Id<Creator> id) =>
        _gateway.ReadAsync(books => books.Posts.FindCreatorAsync(platform, id, Token));

    private Task<Post?> FindPostAsync(Id<Platform> platform, Id<Post> id) =>
        _gateway.ReadAsync(books => books.Posts.FindPostAsync(platform, id, Token));

    private Task<Page<Post>> ListPostsAsync(Id<Platform> platform, int limit, Id<Post>? after) =>
        _gateway.ReadAsync(books => books.Posts.ListPostsAsync(platform, new PageRequest<Post>(limit, after), Token));
}
