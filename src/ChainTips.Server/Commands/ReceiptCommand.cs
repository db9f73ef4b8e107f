using System.CommandLine;
using System.Text;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Receipts;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips receipt verify FILE</c>: checks a receipt without a network, and says which check failed.</summary>
internal static class ReceiptCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "The receipt, as /v1/receipts/{id} answers it." };

    private static readonly Option<string?> Signer = new("--signer")
    {
        Description = "The gateway's address, as its /.well-known/chaintips.json says; any signer is taken without it.",
    };

    private static readonly Option<Uri?> Rpc = new("--rpc")
    {
        Description = "A node, to be asked whether the block is canonical.",
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url : null,
    };

    public static Command Create()
    {
        Command verify = new("verify", "Check a receipt: signature, header hash, receipts root, logs, payment reference, terms.") { File, Signer, Rpc };
        verify.SetAction(VerifyAsync);
        return new Command("receipt", "Check receipts.") { verify };
    }

    private static async Task<int> VerifyAsync(ParseResult command, CancellationToken cancellationToken)
    {
        try
        {
            string? signer = command.GetValue(Signer);
            string text = await ReadAsync(command.GetRequiredValue(File), cancellationToken);
            List<ReceiptCheck> checks =
                [.. ReceiptVerifier.Verify(text, signer is null ? null : Address.Parse(signer), out SignedReceipt? receipt)];
            if (receipt is not null && command.GetValue(Rpc) is Uri endpoint)
            {
                checks.Add(await CheckCanonicalAsync(receipt.Receipt.Block, endpoint, cancellationToken));
            }

            Print(checks, receipt, command.GetValue(Rpc) is not null);
            return checks.All(check => check.Holds) ? 0 : 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or DecoderFallbackException or EthereumRpcException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(file.FullName, cancellationToken);
        string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);

        // Tools that save text end it with a line break.
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    private static async Task<ReceiptCheck> CheckCanonicalAsync(ReceiptBlock block, Uri endpoint, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        EthereumRpc rpc = new(new JsonRpcClient(http, endpoint, null));
        BlockHeader? canonical = await rpc.GetBlockAsync(new BlockNumber(block.Number), cancellationToken);
        return new ReceiptCheck(
            "canonical block",
            canonical is null
                ? $"the node has no block {block.Number}"
                : canonical.Hash.ToString() == block.Hash ? null : $"the node says that block {block.Number} is {canonical.Hash}");
    }

    private static void Print(IReadOnlyList<ReceiptCheck> checks, SignedReceipt? receipt, bool asked)
    {
        foreach (ReceiptCheck check in checks)
        {
            Console.WriteLine(check.Holds ? $"ok      {check.Name}" : $"FAILED  {check.Name}: {check.Fault}");
        }

        if (receipt is null)
        {
            return;
        }

        ReceiptTerms terms = receipt.Receipt.Terms;
        Console.WriteLine($"{terms.Payer} paid {terms.Amount} base units of {terms.Symbol} to {terms.Payee} for {receipt.Receipt.ReferencePreimage.Id}, says {receipt.Signer}.");
        if (receipt.Receipt.Match.Evidence is string evidence)
        {
            Console.WriteLine($"Not covered: what the transfer was for is the gateway's word, by rung '{receipt.Receipt.Match.Rung}': {evidence}");
        }

        if (receipt.Proof is null)
        {
            Console.WriteLine("Not covered: that the logs are in the block; receipts of this chain carry no proof of it.");
        }

        if (!asked)
        {
            Console.WriteLine($"Not covered: that block {receipt.Receipt.Block.Number} is canonical. Compare its hash {receipt.Receipt.Block.Hash} with one you trust, or name a node with --rpc.");
        }
    }
}
