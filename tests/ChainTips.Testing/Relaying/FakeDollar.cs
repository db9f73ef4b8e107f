using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing.Relaying;

/// <summary>A token with EIP-3009, written down from its text and not from the code that is tested: one authorization moves money once.</summary>
public sealed class FakeDollar(AllowedToken token)
{
    private const string Arguments = "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";

    private static readonly Hash32 TransferType = Keccak256.HashUtf8("TransferWithAuthorization" + Arguments);

    private readonly Dictionary<Address, UInt128> _balances = [];
    private readonly HashSet<(Address Payer, Hash32 Nonce)> _used = [];

    public Address Address => token.Token.Address;

    public bool IsPaused { get; set; }

    public void Give(Address holder, UInt128 amount) => _balances[holder] = BalanceOf(holder) + amount;

    public UInt128 BalanceOf(Address holder) => _balances.GetValueOrDefault(holder);

    public bool IsUsed(Address payer, Hash32 nonce) => _used.Contains((payer, nonce));

    /// <summary>Uses a nonce without paying.</summary>
    public void Cancel(Address payer, Hash32 nonce) => _used.Add((payer, nonce));

    /// <summary>What was paid by authorization so far, by payer and nonce.</summary>
    public List<(Address Payer, Hash32 Nonce)> Payments { get; } = [];

    /// <summary>A copy, to look what a call would do or to come back to.</summary>
    public FakeDollar Copy()
    {
        FakeDollar copy = new(token) { IsPaused = IsPaused };
        foreach ((Address holder, UInt128 balance) in _balances)
        {
            copy._balances[holder] = balance;
        }

        copy._used.UnionWith(_used);
        copy.Payments.AddRange(Payments);
        return copy;
    }

    /// <summary>Carries out <c>transferWithAuthorization</c> with the signature as bytes.</summary>
    /// <returns>The logs; null with the reason where it reverts.</returns>
    public (ChainLog[]? Logs, string? Revert) Transfer(FakeAuthorization call, ulong time)
    {
        string? fault = FindFault(call, time);
        if (fault is not null)
        {
            return (null, fault);
        }

        _used.Add((call.From, call.Nonce));
        _balances[call.From] -= call.Value;
        Give(call.To, call.Value);
        Payments.Add((call.From, call.Nonce));
        return ([ALog.AuthorizationUsed(Address, call.From, call.Nonce), ALog.Transfer(Address, call.From, call.To, call.Value)], null);
    }

    private string? FindFault(FakeAuthorization call, ulong time) =>
        IsPaused ? "Pausable: paused"
        : time <= call.ValidAfter ? "FiatTokenV2: authorization is not yet valid"
        : time >= call.ValidBefore ? "FiatTokenV2: authorization is expired"
        : IsUsed(call.From, call.Nonce) ? "FiatTokenV2: authorization is used or canceled"
        : !IsSigned(call) ? "FiatTokenV2: invalid signature"
        : BalanceOf(call.From) < call.Value ? "ERC20: transfer amount exceeds balance"
        : null;

    private bool IsSigned(FakeAuthorization call)
    {
        Hash32 content = Keccak256.Hash(new AbiWriter()
            .Write(TransferType).Write(call.From).Write(call.To).Write((UInt256)call.Value)
            .Write((UInt256)call.ValidAfter).Write((UInt256)call.ValidBefore).Write(call.Nonce).ToArray());
        Hash32 digest = Keccak256.Hash([0x19, 0x01, .. token.DomainSeparator!.Value.ToArray(), .. content.ToArray()]);
        ReadOnlySpan<byte> signature = call.Signature.Span;
        return signature.Length == Signature.Length
            && signature[^1] is 27 or 28
            && Signature.TryParse(signature, out Signature parsed, out _)
            && Secp256k1.Default.TryRecover(digest, parsed, out Address signer)
            && signer == call.From;
    }
}
