using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Api;

/// <summary>Where payers reach the gateway: as configured, or else as the caller reached it.</summary>
internal sealed class PublicUrl(string root)
{
    /// <summary>The links of an answer to this request.</summary>
    public static PublicUrl Of(HttpContext http, GatewayConfiguration configuration) => new(
        configuration.PublicUrl?.ToString().TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}");

    /// <summary>The page on which a request is paid.</summary>
    public string ToPage(Id<PaymentRequest> id) => $"{root}/pay/{id}";

    /// <summary>The receipt of a payment.</summary>
    public string ToReceipt(string id) => $"{root}/v1/receipts/{id}";
}
