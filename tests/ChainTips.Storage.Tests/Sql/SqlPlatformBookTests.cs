using System.Data.Common;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlPlatformBookTests(Engine engine)
{
    private static readonly DateTimeOffset Now = Sample.Genesis.AddMilliseconds(7);
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task There_is_one_local_platform_from_the_first_start() =>
        Assert.That(
            await _gateway.ReadAsync(books => books.Platforms.ReadLocalAsync(Token)), Is.EqualTo(new Platform(Given.PlatformId, "local")));

    [Test]
    public async Task A_key_is_found_by_its_public_part()
    {
        ApiKey key = ApiKey.Create(Given.PlatformId, "blog", Now).Key;
        await _gateway.WriteAsync(books => books.Platforms.AddKeyAsync(key, Token));

        ApiKey? found = await FindAsync(key.Id);

        Assert.That(found! with { SecretHash = key.SecretHash }, Is.EqualTo(key));
        Assert.That(found.SecretHash.ToArray(), Is.EqualTo(key.SecretHash.ToArray()));
        Assert.That(await FindAsync(Given.IdOf<ApiKey>("another")), Is.Null);
    }

    [Test]
    public async Task A_revoked_key_stays_known_and_works_no_more()
    {
        ApiKey key = ApiKey.Create(Given.PlatformId, "blog", Now).Key;
        await _gateway.WriteAsync(books => books.Platforms.AddKeyAsync(key, Token));
        bool worked = await _gateway.ReadAsync(books => books.Platforms.HasWorkingKeyAsync(Token));

        bool[] revoked = [await RevokeAsync(key.Id, Now.AddDays(1)), await RevokeAsync(key.Id, Now.AddDays(2))];

        Assert.That(worked, Is.True);
        Assert.That(revoked[0], Is.True);
        Assert.That(revoked[1], Is.False, "it was revoked before");
        Assert.That((await FindAsync(key.Id))!.RevokedAt, Is.EqualTo(Now.AddDays(1)));
        Assert.That(await _gateway.ReadAsync(books => books.Platforms.HasWorkingKeyAsync(Token)), Is.False);
    }

    [Test]
    public async Task A_key_that_is_not_there_cannot_be_revoked() =>
        Assert.That(await RevokeAsync(Given.IdOf<ApiKey>("another"), Now), Is.False);

    [Test]
    public async Task The_keys_of_a_platform_are_listed_oldest_first_and_no_others()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        ApiKey[] keys =
        [
            ApiKey.Create(Given.PlatformId, "first", Now).Key, ApiKey.Create(other, "foreign", Now).Key, ApiKey.Create(Given.PlatformId, "second", Now).Key,
        ];
        foreach (ApiKey key in keys)
        {
            await _gateway.WriteAsync(books => books.Platforms.AddKeyAsync(key, Token));
        }

        IReadOnlyList<ApiKey> ours = await _gateway.ReadAsync(books => books.Platforms.ListKeysAsync(Given.PlatformId, Token));

        Assert.That(ours.Select(key => key.Id), Is.EqualTo(new[] { keys[0].Id, keys[2].Id }));
    }

    [Test]
    public async Task A_key_of_a_platform_that_is_not_there_cannot_be_kept()
    {
        ApiKey key = ApiKey.Create(Given.IdOf<Platform>("nowhere"), "blog", Now).Key;

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Platforms.AddKeyAsync(key, Token)), Throws.InstanceOf<DbException>());
        Assert.That(_gateway.Count("api_keys"), Is.Zero);
    }

    [Test]
    public async Task An_answer_is_kept_for_its_key_and_its_platform()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        byte[] hash = Sample.HashOf("request").ToArray();
        await _gateway.WriteAsync(books => books.Idempotency.AddAsync(
            Given.PlatformId, "key-1", new IdempotentAnswer(hash, 201, "{\"é\": 1}"), Now, Token));

        IdempotentAnswer? found = await FindAnswerAsync(Given.PlatformId, "key-1");

        Assert.That(found!.RequestHash.ToArray(), Is.EqualTo(hash));
        Assert.That(found.Status, Is.EqualTo(201));
        Assert.That(found.Body, Is.EqualTo("{\"é\": 1}"));
        Assert.That(await FindAnswerAsync(Given.PlatformId, "KEY-1"), Is.Null);
        Assert.That(await FindAnswerAsync(other, "key-1"), Is.Null);
    }

    [Test]
    public async Task A_second_answer_for_one_key_is_refused()
    {
        IdempotentAnswer answer = new(Sample.HashOf("request").ToArray(), 201, "{}");
        await _gateway.WriteAsync(books => books.Idempotency.AddAsync(Given.PlatformId, "key-1", answer, Now, Token));

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Idempotency.AddAsync(Given.PlatformId, "key-1", answer with { Body = "other" }, Now, Token)),
            Throws.InstanceOf<DbException>());
        Assert.That((await FindAnswerAsync(Given.PlatformId, "key-1"))!.Body, Is.EqualTo("{}"));
    }

    private Task<ApiKey?> FindAsync(Id<ApiKey> id) => _gateway.ReadAsync(books => books.Platforms.FindKeyAsync(id, Token));

    private Task<IdempotentAnswer?> FindAnswerAsync(Id<Platform> platform, string key) =>
        _gateway.ReadAsync(books => books.Idempotency.FindAsync(platform, key, Token));

    private async Task<bool> RevokeAsync(Id<ApiKey> id, DateTimeOffset now)
    {
        bool revoked = false;
        await _gateway.WriteAsync(async books => revoked = await books.Platforms.RevokeKeyAsync(id, now, Token));
        return revoked;
    }
}
