using System.Text;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChainTips.Server.Tests.Http;

/// <summary>Who may do what: every route with every kind of key.</summary>
[CancelAfter(30_000)]
[Description("H3, H4")]
internal sealed class AuthorizationTests
{
    /// <summary>Each route with its decision; a new one must be added here.</summary>
    private const string Item = "31337/0x1111111111111111111111111111111111111111111111111111111111111111/0";

    private const string Claim =
        """{"transactionHash": "0x1111111111111111111111111111111111111111111111111111111111111111", "position": 0, "deadline": 4102444800}""";

    private const string Relay =
        """{"payer": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "nonce": "0x1111111111111111111111111111111111111111111111111111111111111111", "signature": "0x11"}""";

    private static readonly Route[] Routes =
    [
        new("POST /v1/creators/", Access.OwnKey, """{"name": "Ada", "address": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"}""") { Status = 201, Foreign = 201 },
        new("GET /v1/creators/", Access.OwnKey),
        new("GET /v1/creators/{id}", Access.OwnKey, Id: "CREATOR") { Foreign = 404 },
        new("POST /v1/creators/{id}/reference/", Access.OwnKey, "{}", Id: "CREATOR") { Status = 201, Foreign = 404 },
        new("GET /v1/creators/{id}/reference/", Access.OwnKey, Id: "CREATOR") { Foreign = 404 },
        new("POST /v1/posts/", Access.OwnKey, """{"creator": "CREATOR", "title": "On engines"}""") { Status = 201, Foreign = 404 },
        new("GET /v1/posts/", Access.OwnKey),
        new("GET /v1/posts/{id}", Access.OwnKey, Id: "POST") { Foreign = 404 },
        new("POST /v1/payment-requests/", Access.OwnKey, """{"post": "POST", "amount": "5"}""") { Status = 201, Foreign = 404 },
        new("GET /v1/payment-requests/", Access.OwnKey),
        new("GET /v1/payment-requests/{id}", Access.OwnKey, Id: "REQUEST") { Foreign = 404 },
        new("POST /v1/payment-requests/{id}/cancel", Access.OwnKey, Id: "REQUEST") { Status = 409, Foreign = 404 },
        new("POST /v1/payment-requests/{id}/intents", Access.OwnKey, """{"way": "contract"}""", Id: "REQUEST") { Status = 201, Foreign = 404 },
        new("POST /v1/payment-requests/{id}/calls", Access.OwnKey,
            """{"way": "permit2", "payer": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "signature": "0x11", "nonce": "0x1111111111111111111111111111111111111111111111111111111111111111"}""",
            Id: "REQUEST") { Status = 404, Foreign = 404 },
        new("POST /v1/payment-requests/{id}/claims/message", Access.OwnKey, Claim, Id: "REQUEST") { Status = 201, Foreign = 404 },
        new("POST /v1/payment-requests/{id}/claims/", Access.OwnKey, Claim, Id: "REQUEST") { Status = 400, Foreign = 404 },
        new("POST /v1/inbox/{chainId}/{transactionHash}/{position}/assign", Access.OwnKey, """{"post": "POST", "reason": "it was"}""", Id: Item) { Status = 404, Foreign = 404 },
        new("POST /v1/inbox/{chainId}/{transactionHash}/{position}/dismiss", Access.OwnKey, """{"reason": "no matter"}""", Id: Item) { Status = 404, Foreign = 404 },
        new("POST /v1/relays/", Access.OwnKey, Relay) { Status = 404, Foreign = 404 },
        new("GET /v1/relays/{id}", Access.OwnKey, Id: "rel_00000000000000000000000001") { Status = 404, Foreign = 404 },
        new("POST /v1/payments/{id}/refunds/", Access.OwnKey, """{"to": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "amount": "1"}""", Id: "PAYMENT") { Status = 201, Foreign = 404 },
        new("GET /v1/payments/{id}/refunds/", Access.OwnKey, Id: "PAYMENT") { Foreign = 404 },
        new("GET /v1/payments/", Access.OwnKey),
        new("GET /v1/payments/{id}", Access.OwnKey, Id: "PAYMENT") { Foreign = 404 },
        new("GET /v1/policy/", Access.OwnKey),
        new("POST /v1/policy/check", Access.OwnKey, """{"post": "POST", "amount": "5"}""") { Foreign = 404 },
        new("GET /v1/ledger/trial-balance", Access.OwnKey),
        new("GET /v1/inbox", Access.OwnKey),
        new("GET /v1/inbox/counted", Access.OwnKey),
        new("GET /v1/deposits", Access.OwnKey),
        new("GET /metrics", Access.OwnKey),
        new("GET /v1/receipts/{id}", Access.Everybody, Id: "RECEIPT"),
        new("GET /.well-known/chaintips.json", Access.Everybody),
        new("GET /v1/chains", Access.Everybody),
        new("GET /health/live", Access.Everybody),
        new("GET /health/ready", Access.Everybody),
        new("GET /openapi/{documentName}.json", Access.Everybody, Id: "v1"),
        new("GET /pay/{id}", Access.Everybody, Id: "REQUEST"),
    ];

    private static readonly string[] Keys = ["none", "malformed", "unknown", "wrong secret", "revoked"];

    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _headers = [];
    private RunningGateway _gateway = null!;
    private string _ownKey = "";
    private string _foreignKey = "";

    private enum Access
    {
        OwnKey,
        Everybody,
    }

    private static IEnumerable<string> Protected => Routes.Where(route => route.Access == Access.OwnKey).Select(route => route.Name);

    private static IEnumerable<string> Public => Routes.Where(route => route.Access == Access.Everybody).Select(route => route.Name);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _ownKey = _gateway.Key!;
        _foreignKey = _gateway.Rows.AddPlatformWithKey("other");
        await FillBooksAsync();
        string id = _ownKey.Split('.')[0];
        string secret = _ownKey.Split('.')[1];
        string revoked = await _gateway.CreateKeyAsync();
        await using (IGatewayTransaction transaction = await _gateway.Database.BeginAsync(CancellationToken.None))
        {
            Identity.Id<Platforms.ApiKey> revokedId = Identity.Id<Platforms.ApiKey>.Parse(revoked.Split('.')[0]);
            await transaction.Platforms.RevokeKeyAsync(revokedId, TimeProvider.System.GetUtcNow(), CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        _headers["malformed"] = $"Bearer {id}";
        _headers["unknown"] = $"Bearer {Identity.IdSource.Random<Platforms.ApiKey>()}.{secret}";
        _headers["wrong secret"] = $"Bearer {id}.{(secret[0] == '0' ? '1' : '0')}{secret[1..]}";
        _headers["revoked"] = $"Bearer {revoked}";
        _gateway.Key = null;
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public void Every_route_has_a_decision_here()
    {
        IEnumerable<string> found = _gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"));

        Assert.That(found, Is.EquivalentTo(Routes.Select(route => route.Name)));
    }

    [Test]
    public async Task A_route_without_its_last_slash_is_the_same_route([ValueSource(nameof(Protected))] string name)
    {
        Answer answer = await AskAsync(name.TrimEnd('/'), Find(name), null);

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_protected_route_is_closed_to_every_key_that_does_not_work(
        [ValueSource(nameof(Protected))] string name, [ValueSource(nameof(Keys))] string key)
    {
        string before = _gateway.Rows.Count();

        Answer answer = await AskAsync(name, Find(name), _headers.GetValueOrDefault(key));

        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Code, Is.EqualTo(key == "none" ? "key_missing" : "key_invalid"));
        Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo("Bearer"));
        Assert.That(_gateway.Rows.Count(), Is.EqualTo(before));
    }

    [Test]
    public async Task An_unknown_key_and_a_wrong_secret_are_told_in_the_same_words()
    {
        Answer unknown = await AskAsync("GET /v1/inbox", Find("GET /v1/inbox"), _headers["unknown"]);
        Answer wrong = await AskAsync("GET /v1/inbox", Find("GET /v1/inbox"), _headers["wrong secret"]);
        Answer revoked = await AskAsync("GET /v1/inbox", Find("GET /v1/inbox"), _headers["revoked"]);

        Assert.That(wrong.Body, Is.EqualTo(unknown.Body));
        Assert.That(revoked.Body, Is.EqualTo(unknown.Body));
    }

    [Test]
    public async Task A_key_elsewhere_than_in_its_header_is_no_key()
    {
        Answer inQuery = await _gateway.GetAsync($"/v1/inbox?key={_ownKey}&access_token={_ownKey}");
        Answer asBasic = await AskAsync("GET /v1/inbox", Find("GET /v1/inbox"), $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(_ownKey))}");
        Answer bare = await AskAsync("GET /v1/inbox", Find("GET /v1/inbox"), _ownKey);

        Assert.That(new[] { inQuery.Status, asBasic.Status, bare.Status }, Is.All.EqualTo(401));
    }

    [Test]
    public async Task A_protected_route_opens_to_its_own_platform([ValueSource(nameof(Protected))] string name)
    {
        Answer answer = await AskAsync(name, Find(name), $"Bearer {_ownKey}");

        Assert.That(answer.Status, Is.EqualTo(Find(name).Status), answer.Body);
    }

    [Test]
    public async Task Another_platform_sees_nothing_of_ours([ValueSource(nameof(Protected))] string name)
    {
        Answer answer = await AskAsync(name, Find(name), $"Bearer {_foreignKey}");

        Assert.That(answer.Status, Is.EqualTo(Find(name).Foreign), answer.Body);
        string[] secrets = [_ids["CREATOR"], _ids["POST"], _ids["REQUEST"], _ids["PAYMENT"], _ids["RECEIPT"], _ids["REFERENCE"]];
        string asked = secrets.FirstOrDefault(id => Find(name).Id is string own && _ids.GetValueOrDefault(own) == id) ?? "";
        string[] unasked = [.. secrets.Where(id => id != asked && !(Find(name).Body?.Contains(NameOf(id)) ?? false))];
        Assert.That(unasked.Where(answer.Body.Contains), Is.Empty);
    }

    [TestCase("GET /v1/payments/", "data")]
    [TestCase("GET /v1/payment-requests/", "data")]
    [TestCase("GET /v1/posts/", "data")]
    [TestCase("GET /v1/inbox", "data")]
    [TestCase("GET /v1/ledger/trial-balance", "accounts")]
    public async Task A_list_that_is_full_for_us_is_empty_for_another_platform(string name, string member)
    {
        Answer ours = await AskAsync(name, Find(name), $"Bearer {_ownKey}");
        Answer theirs = await AskAsync(name, Find(name), $"Bearer {_foreignKey}");

        Assert.That(ours.Json[member]!.AsArray(), Is.Not.Empty);
        Assert.That(theirs.Json[member]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_public_route_is_open_with_any_key_and_none(
        [ValueSource(nameof(Public))] string name, [ValueSource(nameof(Keys))] string key)
    {
        Answer answer = await AskAsync(name, Find(name), _headers.GetValueOrDefault(key));

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    [Test]
    public async Task The_style_sheet_is_open_to_everybody()
    {
        Answer answer = await _gateway.GetAsync("/pay.css");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.MediaType, Is.EqualTo("text/css"));
    }

    private static Route Find(string name) => Routes.Single(route => route.Name == name);

    private string NameOf(string id) => _ids.Single(pair => pair.Value == id).Key;

    private async Task FillBooksAsync()
    {
        _ids["CREATOR"] = await _gateway.CreateCreatorAsync();
        _ids["POST"] = await _gateway.CreatePostAsync(_ids["CREATOR"]);
        Answer request = await _gateway.AskAsync(new { post = _ids["POST"], amount = "5" });
        _ids["REQUEST"] = request.Text("id");
        _ids["REFERENCE"] = request.Text("paymentReference");
        ScriptedTip tip = new(Hash32.Parse(_ids["REFERENCE"]), 5);
        _gateway.Node.Chain.Mine(tip, tip with { Payee = LocalChain.Stranger });
        _gateway.Node.Chain.MakeFinal();
        Answer payments = await _gateway.UntilAsync("/v1/payments", answer => (string?)answer.Json["data"]!.AsArray().FirstOrDefault()?["status"] == "settled");
        _ids["PAYMENT"] = (string)payments.Json["data"]![0]!["id"]!;
        _ids["RECEIPT"] = (string)payments.Json["data"]![0]!["receipt"]!;
    }

    private Task<Answer> AskAsync(string name, Route route, string? authorization)
    {
        string[] parts = name.Split(' ');
        string path = route.Id is null ? parts[1] : System.Text.RegularExpressions.Regex.Replace(parts[1], "{.*}", _ids.GetValueOrDefault(route.Id, route.Id));
        HttpRequestMessage request = new(new HttpMethod(parts[0]), path);
        if (route.Body is string body)
        {
            string filled = _ids.Aggregate(body, (text, pair) => text.Replace($"\"{pair.Key}\"", $"\"{pair.Value}\""));
            request.Content = new StringContent(filled, Encoding.UTF8, "application/json");
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return _gateway.SendAsync(request);
    }

    private sealed record Route(string Name, Access Access, string? Body = null, string? Id = null)
    {
        public int Status { get; init; } = 200;

        public int Foreign { get; init; } = 200;
    }
}
