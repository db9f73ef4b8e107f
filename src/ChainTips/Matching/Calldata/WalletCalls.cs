using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Matching.Calldata;

/// <summary>Reads who calls what in a transaction: its sender, or smart wallets, whose common ways to call are known here.</summary>
/// <remarks>
/// Calldata only says what was asked for: a call counts together with the token's log, and only when the wallet that is said to act is the
/// one whose balance shrank. User operations are read from the well-known entry points alone, for any other contract could show
/// operations that it does not execute.
/// </remarks>
public static class WalletCalls
{
    /// <summary>How many calls of one transaction are looked at.</summary>
    public const int Most = 1_000;

    private static readonly AbiFunction Execute = AbiFunction.Parse("execute(address,uint256,bytes)");
    private static readonly AbiFunction ExecuteBatch = AbiFunction.Parse("executeBatch(address[],uint256[],bytes[])");
    private static readonly AbiFunction ExecuteBatchWithoutValues = AbiFunction.Parse("executeBatch(address[],bytes[])");
    private static readonly AbiFunction ExecuteBatchOfCalls = AbiFunction.Parse("executeBatch((address,uint256,bytes)[])");

    /// <summary>ERC-7579: the mode's first byte says whether the other argument is one call or several.</summary>
    private static readonly AbiFunction ExecuteByMode = AbiFunction.Parse("execute(bytes32,bytes)");
    private static readonly AbiType[] Calls = [AbiType.Parse("(address,uint256,bytes)[]")];

    /// <summary>Safe; operation 0 is a call, 1 would run foreign code as the wallet.</summary>
    private static readonly AbiFunction ExecuteTransaction =
        AbiFunction.Parse("execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)");

    /// <summary>ERC-4337, entry point 0.6.</summary>
    private static readonly AbiFunction HandleOperations6 = AbiFunction.Parse(
        "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)");

    /// <summary>ERC-4337, entry points 0.7 and 0.8.</summary>
    private static readonly AbiFunction HandleOperations7 = AbiFunction.Parse(
        "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)");

    /// <summary>The calls of a transaction, the outermost first.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="entryPoints">The contracts whose user operations are believed (ERC-4337).</param>
    public static IReadOnlyList<ActedCall> Read(TransactionCall transaction, IReadOnlyCollection<Address> entryPoints)
    {
        if (transaction.To is not Address to)
        {
            return [];
        }

        List<ActedCall> calls = [new ActedCall(transaction.From, to, transaction.Input)];
        if (entryPoints.Contains(to))
        {
            foreach ((Address sender, ReadOnlyMemory<byte> operation) in ReadOperations(transaction.Input))
            {
                calls.AddRange(ReadExecution(sender, operation));
            }
        }
        else
        {
            calls.AddRange(ReadExecution(to, transaction.Input));
        }

        return calls.Count <= Most ? calls : [.. calls.Take(Most)];
    }

    private static IEnumerable<(Address Sender, ReadOnlyMemory<byte> Input)> ReadOperations(ReadOnlyMemory<byte> input)
    {
        if (!HandleOperations7.TryDecodeCall(input, out IReadOnlyList<AbiValue>? values, out _)
            && !HandleOperations6.TryDecodeCall(input, out values, out _))
        {
            return [];
        }

        return ((AbiValue.List)values[0]).Items
            .Select(operation => ((AbiValue.List)operation).Items)
            .Select(members => (((AbiValue.Account)members[0]).Value, ((AbiValue.Bytes)members[3]).Value));
    }

    private static IEnumerable<ActedCall> ReadExecution(Address wallet, ReadOnlyMemory<byte> input)
    {
        if (Execute.TryDecodeCall(input, out IReadOnlyList<AbiValue>? values, out _))
        {
            return [Call(wallet, values[0], values[2])];
        }

        if (ExecuteBatch.TryDecodeCall(input, out values, out _))
        {
            return Zip(wallet, values[0], values[2]);
        }

        if (ExecuteBatchWithoutValues.TryDecodeCall(input, out values, out _))
        {
            return Zip(wallet, values[0], values[1]);
        }

        if (ExecuteBatchOfCalls.TryDecodeCall(input, out values, out _))
        {
            return ReadCalls(wallet, values[0]);
        }

        if (ExecuteByMode.TryDecodeCall(input, out values, out _))
        {
            return ReadByMode(wallet, ((AbiValue.Bytes)values[0]).Value.Span[0], ((AbiValue.Bytes)values[1]).Value);
        }

        return ExecuteTransaction.TryDecodeCall(input, out values, out _) && values[3] is AbiValue.Number { Value.IsZero: true }
            ? [Call(wallet, values[0], values[2])]
            : [];
    }

    private static IEnumerable<ActedCall> ReadByMode(Address wallet, byte callType, ReadOnlyMemory<byte> execution)
    {
        const int ValueEnd = Address.Length + Hash32.Length;
        return callType switch
        {
            0 when execution.Length >= ValueEnd => [new ActedCall(wallet, Address.FromBytes(execution.Span[..Address.Length]), execution[ValueEnd..])],
            1 when AbiDecoder.TryDecode(Calls, execution, out IReadOnlyList<AbiValue>? values, out _) => ReadCalls(wallet, values[0]),
            _ => [],
        };
    }

    private static IEnumerable<ActedCall> ReadCalls(Address wallet, AbiValue calls) => ((AbiValue.List)calls).Items
        .Select(call => ((AbiValue.List)call).Items)
        .Select(members => Call(wallet, members[0], members[2]));

    private static IEnumerable<ActedCall> Zip(Address wallet, AbiValue targets, AbiValue inputs) =>
        ((AbiValue.List)targets).Items.Zip(((AbiValue.List)inputs).Items, (target, input) => Call(wallet, target, input));

    private static ActedCall Call(Address wallet, AbiValue target, AbiValue input) =>
        new(wallet, ((AbiValue.Account)target).Value, ((AbiValue.Bytes)input).Value);
}
