using System.Text;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What is not right is answered as problem details with a stable code, and nothing is written.</summary>
[CancelAfter(30_000)]
internal sealed class BadInputTests
{
    private const string Creators = "/v1/creators";
    private const string Posts = "/v1/posts";
    private const string Requests = "/v1/payment-requests";
    private const string Payee = "\"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC\"";
    private const string NoDigits = "00000000000000000000000000";

    private RunningGateway _gateway = null!;
    private string _creator = "";
    private string _post = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _creator = await _gateway.CreateCreatorAsync();
        _post = await _gateway.CreatePostAsync(_creator);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [TestCase("""{"name": "Ada"}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": null}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": ""}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": "0x1234"}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": "3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293Bc"}""", "address_malformed", Description = "EIP-55 checksum")]
    [TestCase("""{"name": "Ada", "address": "ada.eth"}""", "address_malformed")]
    [TestCase("""{"name": "Ada", "address": "0x0000000000000000000000000000000000000000"}""", "address_zero")]
    [TestCase("""{"name": "Ada", "address": "0x5FbDB2315678afecb367f032d93F642f64180aa3"}""", "address_unpayable", Description = "The router")]
    [TestCase("""{"name": "Ada", "address": "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512"}""", "address_unpayable", Description = "The token")]
    [TestCase("""{"address": """ + Payee + "}", "text_missing")]
    [TestCase("""{"name": "", "address": """ + Payee + "}", "text_missing")]
    [TestCase("""{"name": " \n ", "address": """ + Payee + "}", "text_missing")]
    [TestCase("""{"name": "A\u0000da", "address": """ + Payee + "}", "text_malformed")]
    [TestCase("""{"name": "A\u001bda", "address": """ + Payee + "}", "text_malformed")]
    [TestCase("""{"name": "A\u0085da", "address": """ + Payee + "}", "text_malformed", Description = "C1 control character")]
    [TestCase("""{"name": "A\rda", "address": """ + Payee + "}", "text_malformed")]
    public Task A_creator_that_is_not_right_is_refused(string body, string code) => ExpectAsync(Creators, body, 400, code);

    [TestCase(201)]
    [TestCase(60_000)]
    public Task A_name_of_more_than_200_characters_is_refused(int length) =>
        ExpectAsync(Creators, $$"""{"name": "{{new string('a', length)}}", "address": {{Payee}}}""", 400, "text_too_long");

    [TestCase("""{"creator": "CREATOR"}""", 400, "text_missing")]
    [TestCase("""{"title": "On engines"}""", 404, "creator_unknown")]
    [TestCase("""{"creator": "cr_00000000000000000000000001", "title": "On engines"}""", 404, "creator_unknown")]
    [TestCase("""{"creator": "nobody", "title": "On engines"}""", 404, "creator_unknown")]
    [TestCase("""{"creator": "POST", "title": "On engines"}""", 404, "creator_unknown")]
    [TestCase("""{"creator": "CREATOR", "title": "On engines", "url": "javascript:alert(1)"}""", 400, "url_malformed")]
    [TestCase("""{"creator": "CREATOR", "title": "On engines", "url": "data:text/html,x"}""", 400, "url_malformed")]
    [TestCase("""{"creator": "CREATOR", "title": "On engines", "url": "/engines"}""", 400, "url_malformed")]
    [TestCase("""{"creator": "CREATOR", "title": "On engines", "url": ""}""", 400, "url_malformed")]
    public Task A_post_that_is_not_right_is_refused(string body, int status, string code) => ExpectAsync(Posts, body, status, code);

    [Test]
    public Task A_title_of_more_than_300_characters_is_refused() =>
        ExpectAsync(Posts, $$"""{"creator": "CREATOR", "title": "{{new string('a', 301)}}"}""", 400, "text_too_long");

    [Test]
    public Task A_url_of_more_than_2000_characters_is_refused() => ExpectAsync(
        Posts, $$"""{"creator": "CREATOR", "title": "On engines", "url": "https://blog.example/{{new string('a', 2000)}}"}""", 400, "url_malformed");

    [TestCase("\"1.5\"", "amount_malformed")]
    [TestCase("\"-1\"", "amount_malformed")]
    [TestCase("\"+1\"", "amount_malformed")]
    [TestCase("\"\"", "amount_malformed")]
    [TestCase("\"0\"", "amount_malformed")]
    [TestCase("\"000\"", "amount_malformed")]
    [TestCase("\"1e6\"", "amount_malformed")]
    [TestCase("\"0x10\"", "amount_malformed")]
    [TestCase("\" 1\"", "amount_malformed")]
    [TestCase("\"1,000\"", "amount_malformed")]
    [TestCase("\"١\"", "amount_malformed", Description = "An Arabic digit")]
    [TestCase("\"340282366920938463463374607431768211456\"", "amount_malformed", Description = "2^128")]
    [TestCase("1500000", "body_malformed", Description = "A JSON number")]
    [TestCase("1.5", "body_malformed")]
    [TestCase("true", "body_malformed")]
    [TestCase("{}", "body_malformed")]
    public async Task An_amount_that_is_not_right_is_refused(string amount, string code)
    {
        await ExpectAsync(Requests, $$"""{"creator": "CREATOR", "amount": {{amount}}}""", 400, code);
        await ExpectAsync(Requests, $$"""{"creator": "CREATOR", "minimum": {{amount}}}""", 400, code);
        await ExpectAsync(Requests, $$"""{"creator": "CREATOR", "maximum": {{amount}}}""", 400, code);
    }

    [TestCase("""{"creator": "CREATOR", "minimum": "2", "maximum": "1"}""", 400, "amount_range_empty")]
    [TestCase("""{"creator": "CREATOR", "amount": "1", "minimum": "1"}""", 400, "amount_ambiguous")]
    [TestCase("""{"creator": "CREATOR", "amount": "1", "maximum": "1"}""", 400, "amount_ambiguous")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "tolerance": "5"}""", 400, "tolerance_too_large")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "tolerance": "-1"}""", 400, "amount_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "tolerance": "1%"}""", 400, "amount_malformed")]
    [TestCase("""{"creator": "CREATOR", "minimum": "5", "tolerance": "1"}""", 400, "tolerance_without_amount")]
    [TestCase("""{"creator": "CREATOR", "kind": "gift"}""", 400, "kind_unknown")]
    [TestCase("""{"creator": "CREATOR", "kind": "Tip"}""", 400, "kind_unknown")]
    [TestCase("""{"creator": "CREATOR", "kind": ""}""", 400, "kind_unknown")]
    [TestCase("""{"creator": "CREATOR", "kind": "unlock"}""", 400, "unlock_without_amount")]
    [TestCase("""{"creator": "CREATOR", "kind": "unlock", "minimum": "5"}""", 400, "unlock_without_amount")]
    [TestCase("""{"creator": "CREATOR", "post": "POST"}""", 400, "payee_ambiguous")]
    [TestCase("{}", 400, "payee_ambiguous")]
    [TestCase("""{"creator": "cr_00000000000000000000000001"}""", 404, "creator_unknown")]
    [TestCase("""{"creator": "CREATOR\n"}""", 404, "creator_unknown")]
    [TestCase("""{"post": "post_00000000000000000000000001"}""", 404, "post_unknown")]
    [TestCase("""{"post": "CREATOR"}""", 404, "post_unknown")]
    [TestCase("""{"creator": "CREATOR", "chainId": 1}""", 400, "chain_unknown")]
    [TestCase("""{"creator": "CREATOR", "chainId": 8453}""", 400, "chain_unknown", Description = "Known, and not configured here")]
    [TestCase("""{"creator": "CREATOR", "chainId": "31337"}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "chainId": -1}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "chainId": 31337.5}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "token": "TUSD"}""", 400, "address_malformed")]
    [TestCase("""{"creator": "CREATOR", "token": "0x0000000000000000000000000000000000000000"}""", 400, "address_zero")]
    [TestCase("""{"creator": "CREATOR", "token": "0x5FbDB2315678afecb367f032d93F642f64180aa3"}""", 400, "token_not_allowed")]
    [TestCase("""{"creator": "CREATOR", "expiresAt": "2020-01-01T00:00:00Z"}""", 400, "expiry_out_of_range")]
    [TestCase("""{"creator": "CREATOR", "expiresAt": "9999-12-31T23:59:59Z"}""", 400, "expiry_out_of_range")]
    [TestCase("""{"creator": "CREATOR", "expiresAt": "tomorrow"}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "expiresAt": 1893456000}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "description": "a\u0007"}""", 400, "text_malformed")]
    public Task A_request_that_is_not_right_is_refused(string body, int status, string code) => ExpectAsync(Requests, body, status, code);

    [TestCase(-1)]
    [TestCase(367)]
    public Task An_expiry_outside_of_the_next_year_is_refused(int days) => ExpectAsync(
        Requests, $$"""{"creator": "CREATOR", "expiresAt": "{{TimeProvider.System.GetUtcNow().AddDays(days):O}}"}""", 400, "expiry_out_of_range");

    [Test]
    public Task A_description_of_more_than_500_characters_is_refused() =>
        ExpectAsync(Requests, $$"""{"creator": "CREATOR", "description": "{{new string('a', 501)}}"}""", 400, "text_too_long");

    [TestCase("""{"name": "Ada", "address": """ + Payee + """, "role": "admin"}""", "body_malformed", Description = "An unknown member")]
    [TestCase("""{"name": "Ada", "name": "Bob", "address": """ + Payee + "}", "body_malformed", Description = "A member twice")]
    [TestCase("""{"name": "Ada", "Name": "Bob", "address": """ + Payee + "}", "body_malformed", Description = "A member twice, in another case")]
    [TestCase("""{"name": "Ada", "address": """ + Payee, "body_malformed")]
    [TestCase("""{"name": "Ada", "address": """ + Payee + "} {}", "body_malformed")]
    [TestCase("""{"name": "Ada", "address": """ + Payee + ",}", "body_malformed")]
    [TestCase("""{name: "Ada", "address": """ + Payee + "}", "body_malformed")]
    [TestCase("""{"name": ["Ada"], "address": """ + Payee + "}", "body_malformed")]
    [TestCase("""{"name": "\ud800", "address": """ + Payee + "}", "body_malformed", Description = "Half of a surrogate pair")]
    [TestCase("""{"\ud800": 1, "name": "Ada", "address": """ + Payee + "}", "body_malformed", Description = "Half of a surrogate pair in a name")]
    [TestCase("[]", "body_malformed")]
    [TestCase("\"text\"", "body_malformed")]
    [TestCase("null", "request_malformed")]
    [TestCase("", "request_malformed")]
    public Task A_body_that_cannot_be_read_is_refused(string body, string code) => ExpectAsync(Creators, body, 400, code);

    [Test]
    public Task A_body_nested_without_end_is_refused() =>
        ExpectAsync(Creators, """{"name":""" + new string('[', 10_000), 400, "body_malformed");

    [Test]
    public Task A_body_that_is_not_UTF8_is_refused() => ExpectAsync(
        Request(Creators, [.. "{\"name\": \""u8, 0xff, 0xfe, .. "\"}"u8], "application/json"), 400, "body_malformed");

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    public Task A_body_of_another_media_type_is_refused(string mediaType) => ExpectAsync(
        Request(Creators, Encoding.UTF8.GetBytes($$"""{"name": "Ada", "address": {{Payee}}}"""), mediaType), 415, "media_type_unsupported");

    [Test]
    public async Task A_body_of_exactly_64_kB_is_taken()
    {
        Answer answer = await _gateway.PostTextAsync(Creators, $$"""{"name": "Ada", "address": {{Payee}}}""".PadRight(64 * 1024));

        Assert.That(answer.Status, Is.EqualTo(201));
    }

    [TestCase("/v1/creators/", "cr_", "creator_unknown")]
    [TestCase("/v1/posts/", "post_", "post_unknown")]
    [TestCase("/v1/payment-requests/", "pr_", "payment_request_unknown")]
    [TestCase("/v1/payments/", "pay_", "payment_unknown")]
    [TestCase("/v1/receipts/", "rc_", "receipt_unknown")]
    public async Task An_id_that_names_nothing_is_answered_so(string path, string prefix, string code)
    {
        string[] ids =
        [
            prefix + NoDigits, prefix + "zzzzzzzzzzzzzzzzzzzzzzzzzz", prefix + NoDigits + "0", prefix + NoDigits[1..] + "I", prefix,
            "xx_" + NoDigits, "1", "%F0%9F%92%B8", "..%2f..%2fetc", new string('a', 500), "'%20OR%201=1--",
        ];
        foreach (string id in ids)
        {
            await ExpectAsync(new HttpRequestMessage(HttpMethod.Get, path + id), 404, code);
        }
    }

    [TestCase("limit=0", "limit_malformed")]
    [TestCase("limit=101", "limit_malformed")]
    [TestCase("limit=abc", "limit_malformed")]
    [TestCase("limit=-1", "limit_malformed")]
    [TestCase("limit=1.0", "limit_malformed")]
    [TestCase("limit=", "limit_malformed")]
    [TestCase("limit=99999999999999999999", "limit_malformed")]
    [TestCase("limit=1&limit=2", "limit_malformed")]
    [TestCase("after=abc", "after_malformed")]
    [TestCase("after=", "after_malformed")]
    [TestCase("after=xx_00000000000000000000000000", "after_malformed")]
    public async Task A_part_of_a_list_that_cannot_be_is_refused(string query, string code)
    {
        foreach (string path in new[] { Creators, Posts, Requests, "/v1/payments" })
        {
            await ExpectAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?{query}"), 400, code);
        }
    }

    [TestCase("creator=nobody")]
    [TestCase("post=cr_00000000000000000000000000")]
    [TestCase("paymentRequest=")]
    public Task A_filter_of_payments_that_is_no_id_is_refused(string query) =>
        ExpectAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/payments?" + query), 400, "filter_malformed");

    [TestCase("DELETE", "/v1/creators", "GET, POST")]
    [TestCase("PUT", "/v1/posts", "GET, POST")]
    [TestCase("PATCH", "/v1/payment-requests/pr_00000000000000000000000000", "GET")]
    [TestCase("POST", "/v1/payments", "GET")]
    [TestCase("POST", "/v1/chains", "GET")]
    [TestCase("POST", "/pay/pr_00000000000000000000000000", "GET")]
    public async Task A_method_that_a_path_does_not_take_is_refused(string method, string path, string allowed)
    {
        Answer answer = await ExpectAsync(new HttpRequestMessage(new HttpMethod(method), path), 405, "method_not_allowed");

        Assert.That(answer.Header("Allow"), Is.EqualTo(allowed));
    }

    [TestCase("/")]
    [TestCase("/v1")]
    [TestCase("/v1/nothing")]
    [TestCase("/v2/creators")]
    [TestCase("/pay")]
    [TestCase("/appsettings.json")]
    [TestCase("/..%2fappsettings.json")]
    public Task A_path_where_nothing_is_is_answered_so(string path) =>
        ExpectAsync(new HttpRequestMessage(HttpMethod.Get, path), 404, "path_unknown");

    private static HttpRequestMessage Request(string path, byte[] body, string mediaType)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return request;
    }

    private Task<Answer> ExpectAsync(string path, string body, int status, string code) => ExpectAsync(
        Request(path, Encoding.UTF8.GetBytes(body.Replace("CREATOR", _creator).Replace("POST", _post)), "application/json"), status, code);

    private async Task<Answer> ExpectAsync(HttpRequestMessage request, int status, string code)
    {
        string before = _gateway.Rows.Count();
        string what = $"{request.Method} {request.RequestUri}";

        Answer answer = await _gateway.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(status), $"{what}: {answer.Body}");
        Assert.That(answer.MediaType, Is.EqualTo("application/problem+json"), what);
        Assert.That(answer.Code, Is.EqualTo(code), $"{what}: {answer.Body}");
        Assert.That((int)answer.Json["status"]!, Is.EqualTo(status), what);
        Assert.That(answer.Text("title"), Is.Not.Empty, what);
        Assert.That(answer.Text("detail"), Is.Not.Empty, what);
        Assert.That(_gateway.Rows.Count(), Is.EqualTo(before), what);
        return answer;
    }
}
