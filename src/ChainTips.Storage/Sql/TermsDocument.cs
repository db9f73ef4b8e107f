using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;

namespace ChainTips.Storage.Sql;

/// <summary>Terms as they are kept: JSON, with numbers as decimal strings.</summary>
internal sealed record TermsDocument(
    ulong ChainId, string Router, string Token, IReadOnlyList<string> Payees, IReadOnlyList<string> Amounts, IReadOnlyList<string> References,
    string Fee, string FeeReceiver, string ValidBefore, string Salt)
{
    public static string Write(PaymentTerms terms) => JsonSerializer.Serialize(
        new TermsDocument(
            terms.ChainId,
            terms.Router.ToString(),
            terms.Token.ToString(),
            [.. terms.Payees.Select(payee => payee.ToString())],
            [.. terms.Amounts.Select(amount => amount.ToString())],
            [.. terms.References.Select(reference => reference.ToString())],
            terms.Fee.ToString(),
            terms.FeeReceiver.ToString(),
            terms.ValidBefore.ToString(),
            terms.Salt.ToString()),
        JsonSerializerOptions.Web);

    public static PaymentTerms Parse(string json)
    {
        TermsDocument document = JsonSerializer.Deserialize<TermsDocument>(json, JsonSerializerOptions.Web)
            ?? throw new FormatException("The terms are null.");
        return new PaymentTerms(
            document.ChainId,
            Address.Parse(document.Router),
            Address.Parse(document.Token),
            [.. document.Payees.Select(Address.Parse)],
            [.. document.Amounts.Select(Number)],
            [.. document.References.Select(Hash32.Parse)],
            Number(document.Fee),
            Address.Parse(document.FeeReceiver),
            Number(document.ValidBefore),
            Hash32.Parse(document.Salt));
    }

    private static UInt256 Number(string digits) => UInt256.Parse(digits);
}
