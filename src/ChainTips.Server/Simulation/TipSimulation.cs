using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Receipts;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation;

/// <summary>One whole tip on a local chain: a creator, a post and a request by the API, the payment by a real transaction, then everything checked.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="wallet">The payer.</param>
/// <param name="say">Takes one line for each step.</param>
internal sealed class TipSimulation(GatewayClient gateway, LocalWallet wallet, Action<string> say)
{
    /// <summary>Tips and waits for the receipt.</summary>
    /// <param name="baseUnits">How much.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SimulationException">Something is not as it should be.</exception>
    public async Task<SimulatedTip> RunAsync(UInt128 baseUnits, CancellationToken cancellationToken)
    {
        ChainView chain = await WaitForGatewayAsync(cancellationToken);
        Address payee = wallet.Accounts[^1];
        PaymentRequestView request = await AskAsync(payee, chain.Tokens[0].Address, baseUnits, cancellationToken);
        TipTerms terms = new(
            Address.Parse(request.Router), Address.Parse(request.Token.Address), payee, baseUnits, Hash32.Parse(request.PaymentReference));
        UInt256 before = await wallet.ReadBalanceAsync(terms.Token, payee, cancellationToken);
        TrialBalanceView booksBefore = await gateway.GetAsync<TrialBalanceView>("v1/ledger/trial-balance", cancellationToken);
        TransactionReceipt transaction = await wallet.TipAsync(terms, cancellationToken);
        say($"sent      {baseUnits} base units of {request.Token.Symbol} from {wallet.Address} to {payee} in transaction {transaction.TransactionHash}");

        PaymentView payment = await WaitForPaymentAsync(request.Id, cancellationToken);
        say($"settled   payment {payment.Id}, matched by rung '{payment.Evidence.Rung}': {payment.Evidence.Explanation}");
        ReceiptDocument receipt = Verify(await gateway.GetTextAsync($"v1/receipts/{payment.Receipt}", cancellationToken));
        await CheckReceiptAsync(receipt, transaction.TransactionHash, cancellationToken);
        say($"receipt   {receipt.Id} verifies offline, and agrees with the logs, read again from the node");

        UInt256 after = await wallet.ReadBalanceAsync(terms.Token, payee, cancellationToken);
        TrialBalanceView booksAfter = await gateway.GetAsync<TrialBalanceView>("v1/ledger/trial-balance", cancellationToken);
        CheckBooks(booksBefore, booksAfter, payee, terms.Token, baseUnits, Grown(before, after));
        say("ledger    balanced, and the creator's account grew by what his balance grew by on the chain");
        return new SimulatedTip(
            payment.Id, receipt.Id, payment.Status, payment.Amount, payment.Token.Address, payment.Creator, payment.Post!, payment.TransactionHash, booksAfter.Balanced);
    }

    private Task<ChainView> WaitForGatewayAsync(CancellationToken cancellationToken) => Patience.WaitAsync(
        async () =>
        {
            ChainView? chain = (await gateway.GetAsync<GatewayClient.Listed<ChainView>>("v1/chains", cancellationToken)).Data
                .FirstOrDefault(view => view.ChainId == ChainProfile.LocalChainId);
            return chain?.State == "following" ? chain : null;
        },
        () => "The gateway does not follow the local chain; /v1/chains says why.",
        cancellationToken);

    private async Task<PaymentRequestView> AskAsync(Address payee, string token, UInt128 baseUnits, CancellationToken cancellationToken)
    {
        CreatorView creator = await gateway.PostAsync<CreatorView>(
            "v1/creators", new NewCreator("Ada Example", payee.ToString()), cancellationToken);
        PostView post = await gateway.PostAsync<PostView>(
            "v1/posts", new NewPost(creator.Id, "How a tip travels", null), cancellationToken);
        say($"created   creator {creator.Id} and post {post.Id}");
        PaymentRequestView request = await gateway.PostAsync<PaymentRequestView>(
            "v1/payment-requests",
            new NewPaymentRequest(post.Id, null, ChainProfile.LocalChainId, token, baseUnits.ToString(CultureInfo.InvariantCulture), null, null, null, null, null, null),
            cancellationToken);
        say($"asked     payment request {request.Id}, to be paid at {request.Url}");
        return request;
    }

    private Task<PaymentView> WaitForPaymentAsync(string requestId, CancellationToken cancellationToken) => Patience.WaitAsync(
        async () => (await gateway.GetAsync<GatewayClient.Listed<PaymentView>>($"v1/payments?paymentRequest={requestId}", cancellationToken)).Data
            .FirstOrDefault(payment => payment.Status == "settled"),
        () => $"No payment of request {requestId} was settled within {Patience.Most.TotalSeconds} seconds; /v1/inbox says whether one was refused.",
        cancellationToken);

    private static ReceiptDocument Verify(string json)
    {
        ReceiptCheck[] failed = [.. ReceiptVerifier.Verify(json, null, out SignedReceipt? receipt).Where(check => !check.Holds)];
        return receipt is not null && failed.Length == 0
            ? receipt.Receipt
            : throw new SimulationException($"The receipt does not verify: {string.Join(", ", failed.Select(check => $"{check.Name}: {check.Fault}"))}");
    }

    private async Task CheckReceiptAsync(ReceiptDocument receipt, Hash32 sent, CancellationToken cancellationToken)
    {
        TransactionReceipt onChain = await wallet.ReadReceiptAsync(sent, cancellationToken)
            ?? throw new SimulationException($"The node knows the transaction {sent} no more.");
        IReadOnlyList<string> faults = ReceiptComparison.Compare(receipt, onChain);
        if (faults.Count > 0)
        {
            throw new SimulationException($"The receipt {receipt.Id} is wrong: {string.Join(' ', faults)}");
        }
    }

    private static void CheckBooks(
        TrialBalanceView before, TrialBalanceView after, Address payee, Address token, UInt128 baseUnits, UInt128 grown)
    {
        UInt128 credited = Settled(after, payee, token) - Settled(before, payee, token);
        if (!after.Balanced || credited != baseUnits || grown != baseUnits)
        {
            throw new SimulationException(
                $"The books are wrong: {baseUnits} base units were paid, {credited} credited, the balance on the chain grew by {grown}. {string.Join(' ', after.Faults)}");
        }
    }

    private static UInt128 Settled(TrialBalanceView books, Address payee, Address token)
    {
        AccountView? account = books.Accounts.FirstOrDefault(
            view => view.Holder == payee.ToString() && view.Token.Address == token.ToString());
        return account is null ? 0 : UInt128.Parse(account.SettledCredits, CultureInfo.InvariantCulture);
    }

    private static UInt128 Grown(UInt256 before, UInt256 after) =>
        before.TryToUInt128(out UInt128 low) && after.TryToUInt128(out UInt128 high)
            ? high - low
            : throw new SimulationException($"A balance of {after} base units is more than any test money there is.");
}
