using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>What a scenario plays with: a gateway, a local chain, its accounts, and what came of it so far.</summary>
internal sealed class ScenarioStage(
    GatewayClient gateway, LocalWallet wallet, Uri rpc, Lazy<LocalDeployment> deployment, Action<string> say)
{
    /// <summary>What is asked for, unless a scenario says otherwise: 1.50.</summary>
    public const long Price = 1_500_000;

    private readonly LocalNode _node = new(rpc);

    /// <summary>The gateway.</summary>
    public GatewayClient Gateway => gateway;

    /// <summary>The payer.</summary>
    public LocalWallet Wallet => wallet;

    /// <summary>The node.</summary>
    public LocalNode Node => _node;

    /// <summary>Where the node answers.</summary>
    public Uri Rpc => rpc;

    /// <summary>The contracts.</summary>
    public LocalDeployment Deployment => deployment.Value;

    /// <summary>The creator's address.</summary>
    public Address Payee => wallet.Accounts[^1];

    /// <summary>The same stage with another gateway.</summary>
    public ScenarioStage With(GatewayClient other) => new(other, wallet, rpc, deployment, say);

    /// <summary>How many blocks a reorg replaces.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>What the scenario prints of what came of it, beside its outcome.</summary>
    public Dictionary<string, string> Shown { get; } = [];

    /// <summary>Prints a value at the end.</summary>
    public void Show(string name, string value) => Shown[name] = value;

    /// <summary>Says what happens.</summary>
    public void Say(string line) => say(line);

    /// <summary>Makes a creator and asks for a payment to him.</summary>
    /// <param name="amount">How much, in base units; null lets the payer choose.</param>
    /// <param name="expiresAt">When it expires; a day from now when left out.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<PaymentRequestView> AskAsync(long? amount, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        CreatorView creator = await gateway.PostAsync<CreatorView>("v1/creators", new NewCreator("Ada Example", Payee.ToString()), cancellationToken);
        PaymentRequestView request = await gateway.PostAsync<PaymentRequestView>(
            "v1/payment-requests",
            new NewPaymentRequest(
                null, creator.Id, ChainProfile.LocalChainId, Deployment.Token, amount?.ToString(CultureInfo.InvariantCulture), null, null, null, null, expiresAt, null),
            cancellationToken);
        say($"asked     {request.Id} for {request.Amount ?? "any"} base units of {request.Token.Symbol}");
        return request;
    }

    /// <summary>What a wallet signs or sends to pay a request in a way.</summary>
    public Task<IntentView> IntendAsync(PaymentRequestView request, string way, CancellationToken cancellationToken) =>
        gateway.PostAsync<IntentView>($"v1/payment-requests/{request.Id}/intents", new NewIntent(way, null, null), cancellationToken);

    /// <summary>Tips by the contract.</summary>
    public async Task<TransactionReceipt> TipAsync(PaymentRequestView request, long amount, CancellationToken cancellationToken, string? token = null)
    {
        TransactionReceipt receipt = await wallet.TipAsync(TermsOf(request, amount, token), cancellationToken);
        say($"sent      {amount} base units by the contract in transaction {receipt.TransactionHash}");
        return receipt;
    }

    /// <summary>The terms of a tip that pays a request.</summary>
    public static TipTerms TermsOf(PaymentRequestView request, long amount, string? token = null) => new(
        Address.Parse(request.Router),
        Address.Parse(token ?? request.Token.Address),
        Address.Parse(request.Payee!),
        (UInt256)(ulong)amount,
        Hash32.Parse(request.PaymentReference));

    /// <summary>Sends a plain transfer.</summary>
    public async Task<TransactionReceipt> TransferAsync(Address to, long amount, CancellationToken cancellationToken)
    {
        byte[] call = new AbiWriter().Write(to).Write((UInt256)(ulong)amount).ToCall("transfer(address,uint256)");
        TransactionReceipt receipt = await wallet.SendAsync(Address.Parse(Deployment.Token), call, cancellationToken);
        say($"sent      {amount} base units by a plain transfer to {to} in transaction {receipt.TransactionHash}");
        return receipt;
    }

    /// <summary>Waits until a request is in a state, and says what came of it.</summary>
    /// <exception cref="SimulationException">It is not within a minute.</exception>
    public async Task<PaymentRequestView> ExpectAsync(
        PaymentRequestView request, string status, IReadOnlyList<string> exceptions, CancellationToken cancellationToken)
    {
        PaymentRequestView? seen = null;
        PaymentRequestView found = await Patience.WaitAsync(
            async () =>
            {
                seen = await gateway.GetAsync<PaymentRequestView>($"v1/payment-requests/{request.Id}", cancellationToken);
                return seen.Status == status && seen.Exceptions.Order().SequenceEqual(exceptions.Order()) ? seen : null;
            },
            () => $"The request {request.Id} is {seen?.Status} [{string.Join(", ", seen?.Exceptions ?? [])}], and {status} [{string.Join(", ", exceptions)}] was expected.",
            cancellationToken);
        say($"gateway   {found.Id} is {found.Status} [{string.Join(", ", found.Exceptions)}], received {found.Received}, missing {found.Missing}");
        return found;
    }

    /// <summary>Waits for payments of a request in a state, and says by which rung each was matched.</summary>
    public async Task<IReadOnlyList<PaymentView>> ExpectPaymentsAsync(
        PaymentRequestView request, int count, string status, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentView> seen = [];
        await Patience.WaitAsync(
            async () =>
            {
                GatewayClient.Listed<PaymentView> listed =
                    await gateway.GetAsync<GatewayClient.Listed<PaymentView>>($"v1/payments?paymentRequest={request.Id}", cancellationToken);
                seen = [.. listed.Data.Where(payment => payment.Status == status)];
                return seen.Count == count ? seen : null;
            },
            () => $"{seen.Count} payments of {request.Id} are {status}; {count} were expected.",
            cancellationToken);
        foreach (PaymentView payment in seen)
        {
            say($"gateway   payment {payment.Id}, {payment.Amount} base units, {payment.Kind}, {payment.Status}, by rung '{payment.Evidence.Rung}': {payment.Evidence.Explanation}");
        }

        return seen;
    }

    /// <summary>Waits for an item in the inbox.</summary>
    public async Task<RefusedTipView> ExpectInboxAsync(Hash32 transaction, string reason, CancellationToken cancellationToken)
    {
        RefusedTipView item = await Patience.WaitAsync(
            async () => (await gateway.GetAsync<GatewayClient.Listed<RefusedTipView>>("v1/inbox", cancellationToken)).Data
                .FirstOrDefault(item => item.TransactionHash == transaction.ToString() && item.Reason == reason),
            () => $"The inbox has no item '{reason}' for transaction {transaction}.",
            cancellationToken);
        say($"gateway   in the inbox as {item.Reason}: {item.Explanation}");
        return item;
    }

    /// <summary>Demands that the books are balanced.</summary>
    public async Task ExpectBalancedAsync(CancellationToken cancellationToken)
    {
        TrialBalanceView books = await gateway.GetAsync<TrialBalanceView>("v1/ledger/trial-balance", cancellationToken);
        if (!books.Balanced)
        {
            throw new SimulationException($"The books are out of balance: {string.Join(' ', books.Faults)}");
        }

        say("ledger    balanced");
    }
}
