using System.Globalization;
using System.Text.Json.Nodes;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>A tip as it is sent: of the same payer with the same nonce and content it is the same transaction, wherever it is mined.</summary>
/// <param name="Payer">Which of the node's accounts pays.</param>
/// <param name="Nonce">The transaction's number at that account.</param>
/// <param name="Post">Which post is tipped; the last one is known to nobody.</param>
/// <param name="Amount">How much.</param>
internal sealed record SentTip(int Payer, int Nonce, int Post, int Amount)
{
    /// <summary>What the node is asked to send.</summary>
    /// <param name="scene">The contracts and the posts.</param>
    public JsonObject Transaction(ReorgScene scene) => new()
    {
        ["from"] = scene.Payers[Payer],
        ["to"] = scene.Router,
        ["gas"] = "0x249f0",
        ["maxFeePerGas"] = "0x77359400",
        ["maxPriorityFeePerGas"] = "0x0",
        ["nonce"] = Quantity(Nonce),
        ["data"] = scene.TipSelector + Word(scene.Token[2..]) + Word(scene.Posts[Post].Payee[2..]) + Word(Amount.ToString("x", CultureInfo.InvariantCulture)) + scene.Posts[Post].Reference[2..],
    };

    public static string Quantity(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    private static string Word(string hex) => hex.PadLeft(64, '0');
}

/// <summary>A post as the chain knows it.</summary>
/// <param name="Reference">What its tips name.</param>
/// <param name="Payee">Who gets them.</param>
internal sealed record TippedPost(string Reference, string Payee);
