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

    /// <summary>ERC-7579 and ERC-7821: the mode's first byte says whether the other argument is one call or several.</summary>
    private static readonly AbiFunction ExecuteByMode = AbiFunction.Parse("execute(bytes32,bytes)");
    private static readonly AbiType[] Calls = [AbiType.Parse("(address,uint256,bytes)[]")];

    /// <summary>ERC-7821: a mode that says so in its bytes 6 to 9 holds batches, each encoded as a batch alone is.</summary>
    private static readonly byte[] BatchOfBatches = [0x78, 0x21, 0x00, 0x02];
    private static readonly AbiType[] Batches = [AbiType.Parse("bytes[]")];

    /// <summary>Safe; operation 0 is a call, 1 would run foreign code as the wallet.</summary>
    private static readonly AbiFunction ExecuteTransaction =
        AbiFunction.Parse("execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)");

    /// <summary>ERC-4337: a user operation of entry point 0.6, and one of those from 0.7 on.</summary>
    private const string Operation6 = "(address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)";
    private const string Operation7 = "(address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)";

    private static readonly AbiFunction[] HandleOperations = ParseEach("handleOps({0}[],address)");

    /// <summary>The same for operations whose signatures an aggregator checks: several lists, each with its aggregator.</summary>
    private static readonly AbiFunction[] HandleAggregated = ParseEach("handleAggregatedOps(({0}[],address,bytes)[],address)");

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

    private static AbiFunction[] ParseEach(string signature) =>
        [.. new[] { Operation7, Operation6 }.Select(operation => AbiFunction.Parse(signature.Replace("{0}", operation, StringComparison.Ordinal)))];

    private static IEnumerable<(Address Sender, ReadOnlyMemory<byte> Input)> ReadOperations(ReadOnlyMemory<byte> input)
    {
        IEnumerable<AbiValue> operations = ReadFirst(HandleOperations, input)
            ?? ReadFirst(HandleAggregated, input)?.SelectMany(aggregated => ((AbiValue.List)((AbiValue.List)aggregated).Items[0]).Items)
            ?? [];
        return operations
            .Select(operation => ((AbiValue.List)operation).Items)
            .Select(members => (((AbiValue.Account)members[0]).Value, ((AbiValue.Bytes)members[3]).Value));
    }

    /// <summary>The items of the first argument, by the first of some functions that the call is one of; null when it is one of none.</summary>
    private static IEnumerable<AbiValue>? ReadFirst(AbiFunction[] functions, ReadOnlyMemory<byte> input)
    {
        foreach (AbiFunction function in functions)
        {
            if (function.TryDecodeCall(input, out IReadOnlyList<AbiValue>? values, out _))
            {
                return ((AbiValue.List)values[0]).Items;
            }
        }

        return null;
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
            return ReadByMode(wallet, ((AbiValue.Bytes)values[0]).Value, ((AbiValue.Bytes)values[1]).Value);
        }

        return ExecuteTransaction.TryDecodeCall(input, out values, out _) && values[3] is AbiValue.Number { Value.IsZero: true }
            ? [Call(wallet, values[0], values[2])]
            : [];
    }

    private static IEnumerable<ActedCall> ReadByMode(Address wallet, ReadOnlyMemory<byte> mode, ReadOnlyMemory<byte> execution)
    {
        const int ValueEnd = Address.Length + Hash32.Length;
        return mode.Span[0] switch
        {
            0 when execution.Length >= ValueEnd => [new ActedCall(wallet, Address.FromBytes(execution.Span[..Address.Length]), execution[ValueEnd..])],
            1 when mode.Span[6..10].SequenceEqual(BatchOfBatches) => ReadBatches(wallet, execution),
            1 => ReadBatch(wallet, execution),
            _ => [],
        };
    }

    /// <remarks>What an ERC-7821 wallet is given behind the calls, such as a signature, is not looked at.</remarks>
    private static IEnumerable<ActedCall> ReadBatch(Address wallet, ReadOnlyMemory<byte> execution) =>
        AbiDecoder.TryDecode(Calls, execution, out IReadOnlyList<AbiValue>? values, out _) ? ReadCalls(wallet, values[0]) : [];

    private static IEnumerable<ActedCall> ReadBatches(Address wallet, ReadOnlyMemory<byte> execution) =>
        AbiDecoder.TryDecode(Batches, execution, out IReadOnlyList<AbiValue>? values, out _)
            ? ((AbiValue.List)values[0]).Items.SelectMany(batch => ReadBatch(wallet, ((AbiValue.Bytes)batch).Value))
            : [];

    private static IEnumerable<ActedCall> ReadCalls(Address wallet, AbiValue calls) => ((AbiValue.List)calls).Items
        .Select(call => ((AbiValue.List)call).Items)
        .Select(members => Call(wallet, members[0], members[2]));

    private static IEnumerable<ActedCall> Zip(Address wallet, AbiValue targets, AbiValue inputs) =>
        ((AbiValue.List)targets).Items.Zip(((AbiValue.List)inputs).Items, (target, input) => Call(wallet, target, input));

    private static ActedCall Call(Address wallet, AbiValue target, AbiValue input) =>
        new(wallet, ((AbiValue.Account)target).Value, ((AbiValue.Bytes)input).Value);
}
