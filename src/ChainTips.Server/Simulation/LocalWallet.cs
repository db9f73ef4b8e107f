using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Simulation;

/// <summary>A payer on a local chain: an account that the development node holds unlocked.</summary>
internal sealed class LocalWallet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly EthereumRpc _rpc;

    private LocalWallet(EthereumRpc rpc, IReadOnlyList<Address> accounts, int index)
    {
        _rpc = rpc;
        Accounts = accounts;
        Address = accounts[index];
    }

    /// <summary>The accounts that the node holds unlocked.</summary>
    public IReadOnlyList<Address> Accounts { get; }

    /// <summary>The payer.</summary>
    public Address Address { get; }

    /// <summary>Opens a wallet of a local chain.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="index">Which of its accounts pays, from 0.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="SimulationException">The node serves another chain, where nothing is simulated, or has no such account.</exception>
    public static async Task<LocalWallet> OpenAsync(Uri endpoint, int index, CancellationToken cancellationToken)
    {
        // No retries: a transaction that is sent twice pays twice.
        EthereumRpc rpc = new(new JsonRpcClient(new HttpClient(), endpoint, null));
        ulong chainId = await rpc.GetChainIdAsync(cancellationToken);
        if (chainId != ChainProfile.LocalChainId)
        {
            throw new SimulationException($"The node serves chain {chainId}; payments are simulated on chain {ChainProfile.LocalChainId} only, with worthless money.");
        }

        IReadOnlyList<Address> accounts = await rpc.GetAccountsAsync(cancellationToken);
        return index >= 0 && index < accounts.Count
            ? new LocalWallet(rpc, accounts, index)
            : throw new SimulationException($"The node has {accounts.Count} unlocked accounts; there is no account {index}.");
    }

    /// <summary>The same wallet of another account of the node.</summary>
    public LocalWallet As(int index) => new(_rpc, Accounts, index);

    /// <summary>Sends a call and waits until it is mined.</summary>
    /// <exception cref="SimulationException">It failed, or was not mined in time.</exception>
    public async Task<TransactionReceipt> SendAsync(Address to, byte[] data, CancellationToken cancellationToken)
    {
        Hash32 hash = await _rpc.SendTransactionAsync(Address, to, data, cancellationToken);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (await ReadReceiptAsync(hash, cancellationToken) is TransactionReceipt receipt)
            {
                return receipt.Succeeded
                    ? receipt
                    : throw new SimulationException($"The transaction {hash} to {to} failed on the chain.");
            }

            if (patience.IsCancellationRequested)
            {
                throw new SimulationException($"The transaction {hash} was not mined within {Patience.TotalSeconds} seconds.");
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Approves and tips, as a wallet does with the two calls of a payment request.</summary>
    /// <returns>The receipt of the tip.</returns>
    public async Task<TransactionReceipt> TipAsync(TipTerms terms, CancellationToken cancellationToken)
    {
        await ApproveAsync(terms, cancellationToken);
        return await TipApprovedAsync(terms, cancellationToken);
    }

    /// <summary>Lets the tipping contract move the amount once.</summary>
    public Task<TransactionReceipt> ApproveAsync(TipTerms terms, CancellationToken cancellationToken) => SendAsync(
        terms.Token, new AbiWriter().Write(terms.Router).Write(terms.Amount).ToCall("approve(address,uint256)"), cancellationToken);

    /// <summary>Tips what was approved before.</summary>
    public Task<TransactionReceipt> TipApprovedAsync(TipTerms terms, CancellationToken cancellationToken)
    {
        byte[] tip = new AbiWriter().Write(terms.Token).Write(terms.Payee).Write(terms.Amount).Write(terms.PaymentReference)
            .ToCall("tip(address,address,uint256,bytes32)");
        return SendAsync(terms.Router, tip, cancellationToken);
    }

    /// <summary>The receipt of a transaction, or null while it is not mined.</summary>
    public Task<TransactionReceipt?> ReadReceiptAsync(Hash32 hash, CancellationToken cancellationToken) =>
        _rpc.GetTransactionReceiptAsync(hash, cancellationToken);

    /// <summary>What an account holds of a token.</summary>
    public async Task<UInt256> ReadBalanceAsync(Address token, Address holder, CancellationToken cancellationToken)
    {
        byte[] answer = await _rpc.CallAsync(token, new AbiWriter().Write(holder).ToCall("balanceOf(address)"), cancellationToken);
        return new AbiReader(answer).TryReadUInt256(out UInt256 balance)
            ? balance
            : throw new SimulationException(string.Create(CultureInfo.InvariantCulture, $"The token {token} does not answer balanceOf({holder})."));
    }
}

/// <summary>The arguments of a tip.</summary>
/// <param name="Router">The tipping contract.</param>
/// <param name="Token">The token.</param>
/// <param name="Payee">Who is paid.</param>
/// <param name="Amount">How much, in base units.</param>
/// <param name="PaymentReference">What is paid for.</param>
internal sealed record TipTerms(Address Router, Address Token, Address Payee, UInt256 Amount, Hash32 PaymentReference);
