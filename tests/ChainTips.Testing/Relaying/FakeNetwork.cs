using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;
using ChainTips.Relaying;

namespace ChainTips.Testing.Relaying;

/// <summary>A chain with its pool of transactions and one token: takes signed bytes as a node does, and mines when it is told to.</summary>
/// <remarks>Its rules are those of geth: nonces in order, a replacement pays a tenth more in both fees, nothing below the base fee is mined.</remarks>
public sealed class FakeNetwork(FakeChain chain, AllowedToken allowed) : ITransactionSender
{
    private const ulong GasOfTransfer = 86_000;
    private const ulong GasOfRevert = 30_000;

    private readonly Dictionary<(Address Sender, ulong Nonce), SignedTransaction> _pool = [];
    private readonly Dictionary<Address, ulong> _nonces = [];
    private readonly List<State> _states = [];
    private readonly List<(Address Holder, UInt128 Amount)> _gifts = [];
    private readonly Dictionary<Hash32, ulong> _gasUsed = [];
    private readonly Dictionary<Hash32, SignedTransaction> _signed = [];

    public FakeDollar Dollar { get; private set; } = new(allowed);

    public UInt128 BaseFee { get; set; } = 1_000_000_000;

    public UInt256 Coin { get; set; } = UInt256.Parse("1000000000000000000000");

    public UInt256 DataFee { get; set; }

    /// <summary>What stands in the place of the next answers, if it is not null: a test makes nodes fail with it.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Whether a transaction that is sent gets lost on its way, although the node took it.</summary>
    public Func<bool> Forgets { get; set; } = () => false;

    /// <summary>What the node tells of a nonce: a node that lags tells a lower one.</summary>
    public Func<ulong, ulong> Told { get; set; } = nonce => nonce;

    /// <summary>Whether the node does not find a receipt that is there.</summary>
    public Func<bool> HidesReceipt { get; set; } = () => false;

    /// <summary>Every signed transaction that was ever given to the node.</summary>
    public List<Hash32> Given { get; } = [];

    public ulong GasSpent { get; private set; }

    public int Pooled => _pool.Count;

    /// <summary>Gives somebody dollars, which no reorg takes back.</summary>
    public void Give(Address holder, UInt128 amount)
    {
        _gifts.Add((holder, amount));
        Dollar.Give(holder, amount);
    }

    /// <summary>Mines one block of what can be mined.</summary>
    public FakeBlock Mine()
    {
        _states.Add(new State(chain.Blocks.Count, Dollar.Copy(), new Dictionary<Address, ulong>(_nonces), _gifts.Count));
        List<FakeTransaction> mined = [];
        foreach (SignedTransaction transaction in _pool.OrderBy(entry => entry.Key.Nonce).Select(entry => entry.Value).ToArray())
        {
            Address sender = transaction.RecoverSender();
            FeeMarketTransaction call = (FeeMarketTransaction)transaction.Transaction;
            if (call.Nonce == _nonces.GetValueOrDefault(sender) && call.MaxFeePerGas >= (UInt256)BaseFee)
            {
                mined.Add(Carry(transaction, call, sender));
            }
        }

        return chain.Mine(mined);
    }

    /// <summary>Takes the newest blocks off the chain, and what was in them back into the pool.</summary>
    public void Reorg(int depth, bool keeps = true)
    {
        IReadOnlyList<FakeBlock> left = chain.Reorg(depth);
        State state = _states.First(one => one.Blocks == chain.Blocks.Count);
        _states.RemoveAll(one => one.Blocks >= chain.Blocks.Count);
        Dollar = state.Dollar.Copy();
        foreach ((Address holder, UInt128 amount) in _gifts.Skip(state.Gifts))
        {
            Dollar.Give(holder, amount);
        }

        _nonces.Clear();
        foreach ((Address sender, ulong nonce) in state.Nonces)
        {
            _nonces[sender] = nonce;
        }

        foreach (FakeTransaction transaction in keeps ? left.SelectMany(block => block.Transactions) : [])
        {
            SignedTransaction signed = _signed[transaction.Hash];
            _pool[(signed.RecoverSender(), signed.Transaction.Nonce)] = signed;
        }
    }

    /// <summary>Takes bytes from anybody, as an observer sends them.</summary>
    public BroadcastResult Take(ReadOnlySpan<byte> raw)
    {
        SignedTransaction signed = SignedTransaction.Decode(raw);
        Hash32 hash = signed.ComputeHash();
        Given.Add(hash);
        _signed[hash] = signed;
        Address sender = signed.RecoverSender();
        FeeMarketTransaction call = (FeeMarketTransaction)signed.Transaction;
        if (call.Nonce < _nonces.GetValueOrDefault(sender))
        {
            return new BroadcastResult.Refused(SendFault.NonceTooLow, "nonce too low");
        }

        if (_pool.TryGetValue((sender, call.Nonce), out SignedTransaction? pooled))
        {
            if (pooled.ComputeHash() == hash)
            {
                return new BroadcastResult.Taken();
            }

            if (!PriceOf(call).Replaces(PriceOf((FeeMarketTransaction)pooled.Transaction)))
            {
                return new BroadcastResult.Refused(SendFault.ReplacementUnderpriced, "replacement transaction underpriced");
            }
        }

        if (!Forgets())
        {
            _pool[(sender, call.Nonce)] = signed;
        }

        return new BroadcastResult.Taken();
    }

    public void DropPool() => _pool.Clear();

    public Task<ulong> ReadNonceAsync(Address sender, BlockNumber? at, CancellationToken cancellationToken) => Answer(
        "nonce", () => at is BlockNumber number && number.Value + 1 < (ulong)chain.Blocks.Count
            ? _states.First(state => (ulong)state.Blocks == number.Value + 1).Nonces.GetValueOrDefault(sender)
            : Told(_nonces.GetValueOrDefault(sender)));

    public Task<UInt256> ReadCoinAsync(Address holder, CancellationToken cancellationToken) => Answer("coin", () => Coin);

    public Task<FeeHistory> ReadFeesAsync(CancellationToken cancellationToken) =>
        Answer("fees", () => new FeeHistory(BaseFee, [(UInt256)1_000_000UL]));

    public Task<UInt256> ReadDataFeeAsync(int length, CancellationToken cancellationToken) => Answer("data fee", () => DataFee);

    public Task<CallOutcome> SimulateAsync(Address from, RelayCall relayCall, ulong mostGas, CancellationToken cancellationToken) =>
        Answer<CallOutcome>("simulate", () =>
        {
            (ChainLog[]? logs, string? revert) = Execute(Dollar.Copy(), relayCall.To, relayCall.Data, HeadTime + 1);
            return logs is null ? new CallOutcome.Fails(revert!)
                : mostGas < GasOfTransfer ? new CallOutcome.Fails("out of gas")
                : new CallOutcome.Succeeds(GasOfTransfer);
        });

    public Task<PayerStanding> ReadStandingAsync(Address token, Address payer, Hash32 nonce, CancellationToken cancellationToken) =>
        Answer("standing", () => new PayerStanding(Dollar.BalanceOf(payer), Dollar.IsUsed(payer, nonce)));

    public Task<BroadcastResult> SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        if (Fault("send") is Exception before)
        {
            return Task.FromResult<BroadcastResult>(new BroadcastResult.Unknown(before.Message));
        }

        BroadcastResult result = Take(raw.Span);
        return Task.FromResult(Fault("sent") is Exception after ? new BroadcastResult.Unknown(after.Message) : result);
    }

    public Task<TransactionReceipt?> FindReceiptAsync(Hash32 hash, CancellationToken cancellationToken) => Answer(
        "receipt", () => HidesReceipt() ? null : chain.Blocks.SelectMany(block => block.Receipts).LastOrDefault(receipt => receipt.TransactionHash == hash) is TransactionReceipt receipt
            ? receipt with { GasUsed = _gasUsed.GetValueOrDefault(hash, GasOfTransfer) }
            : null);

    private ulong HeadTime => chain.Head.Header.Timestamp;

    private static GasPrice PriceOf(FeeMarketTransaction call) => new(Narrow(call.MaxFeePerGas), Narrow(call.MaxPriorityFeePerGas));

    private static UInt128 Narrow(UInt256 number) => number.TryToUInt128(out UInt128 narrow) ? narrow : UInt128.MaxValue;

    private FakeTransaction Carry(SignedTransaction transaction, FeeMarketTransaction call, Address sender)
    {
        Hash32 hash = transaction.ComputeHash();
        _pool.Remove((sender, call.Nonce));
        _nonces[sender] = call.Nonce + 1;
        (ChainLog[]? logs, _) = Execute(Dollar, call.To!.Value, call.Data, HeadTime + 2);
        ulong gas = logs is null ? GasOfRevert : call.Data.IsEmpty ? RelaySettings.FillerGas : GasOfTransfer;
        _gasUsed[hash] = gas;
        GasSpent += gas;
        ChainLog[] numbered = [.. (logs ?? []).Select((log, position) => log with { Position = position })];
        return new FakeTransaction(hash, logs is not null, numbered)
        {
            Call = new TransactionCall(sender, call.To, call.Data),
        };
    }

    private static (ChainLog[]? Logs, string? Revert) Execute(FakeDollar dollar, Address to, ReadOnlyMemory<byte> data, ulong time) =>
        to == Sample.Router ? FakeBatch.Run(dollar, to, data, time)
        : to != dollar.Address ? ([], null)
        : FakeAuthorization.Read(data.Span) is FakeAuthorization call ? dollar.Transfer(call, time)
        : (null, "unknown function");

    private async Task<T> Answer<T>(string question, Func<T> answer)
    {
        await Task.CompletedTask;
        return Fault(question) is Exception fault ? throw fault : answer();
    }

    private sealed record State(int Blocks, FakeDollar Dollar, Dictionary<Address, ulong> Nonces, int Gifts);
}
