using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching.Calldata;

namespace ChainTips.Testing;

/// <summary>Calldata as wallets make it.</summary>
public static class ACall
{
    private static readonly AbiValue.Number Zero = new(BigInteger.Zero);
    private static readonly AbiValue.Bytes Empty = Bytes([]);

    /// <summary>The calls to a smart wallet by which it calls something once.</summary>
    public static readonly IReadOnlyDictionary<string, Func<WalletCall, byte[]>> Once = new Dictionary<string, Func<WalletCall, byte[]>>
    {
        ["execute(address,uint256,bytes)"] = call => Call("execute(address,uint256,bytes)", [call.TargetValue, Zero, call.InputValue]),
        ["execute(bytes32,bytes) single"] = call => ByMode(0, [.. call.Target.ToArray(), .. new byte[32], .. call.Input]),
        ["execTransaction"] = call => Safe(call, operation: 0),
    };

    /// <summary>The calls to a smart wallet by which it makes several calls.</summary>
    public static readonly IReadOnlyDictionary<string, Func<WalletCall[], byte[]>> Batches = new Dictionary<string, Func<WalletCall[], byte[]>>
    {
        ["executeBatch(address[],uint256[],bytes[])"] = calls => Call(
            "executeBatch(address[],uint256[],bytes[])", [Targets(calls), List(calls.Select(AbiValue (_) => Zero)), Inputs(calls)]),
        ["executeBatch(address[],bytes[])"] = calls => Call("executeBatch(address[],bytes[])", [Targets(calls), Inputs(calls)]),
        ["executeBatch((address,uint256,bytes)[])"] = calls => Call("executeBatch((address,uint256,bytes)[])", [Triples(calls)]),
        ["execute(bytes32,bytes) batch"] = calls => ByMode(1, AbiEncoder.Encode([AbiType.Parse("(address,uint256,bytes)[]")], [Triples(calls)])),
        ["execute(bytes32,bytes) ERC-7821 batch with a signature"] = calls => ByMode([1, 0, 0, 0, 0, 0, 0x78, 0x21, 0, 1], SignedBatch(calls)),
        ["execute(bytes32,bytes) ERC-7821 batch of batches"] = calls => ByMode(
            [1, 0, 0, 0, 0, 0, 0x78, 0x21, 0, 2],
            AbiEncoder.Encode([AbiType.Parse("bytes[]")], [List(calls.Chunk(2).Select(AbiValue (batch) => Bytes(SignedBatch(batch))))])),
    };

    /// <summary>The calls to an entry point by which it makes smart wallets act.</summary>
    public static readonly IReadOnlyDictionary<string, Func<(Address Sender, byte[] Input)[], byte[]>> Operations =
        new Dictionary<string, Func<(Address Sender, byte[] Input)[], byte[]>>
        {
            ["handleOps 0.6"] = all => Call(
                "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)",
                [List(all.Select(Operation6)), Account(Sample.Stranger)]),
            ["handleOps 0.7"] = all => Call(
                "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)",
                [List(all.Select(Operation7)), Account(Sample.Stranger)]),
            ["handleAggregatedOps 0.6"] = all => Call(
                "handleAggregatedOps(((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address,bytes)[],address)",
                [Aggregated(all.Select(Operation6)), Account(Sample.Stranger)]),
            ["handleAggregatedOps 0.7"] = all => Call(
                "handleAggregatedOps(((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address,bytes)[],address)",
                [Aggregated(all.Select(Operation7)), Account(Sample.Stranger)]),
        };

    /// <summary>A bare transfer.</summary>
    public static byte[] Transfer(Address to, UInt256 amount) => new AbiWriter().Write(to).Write(amount).ToCall("transfer(address,uint256)");

    /// <summary>A transfer that names a reference.</summary>
    public static byte[] Transfer(Address to, UInt256 amount, Hash32 reference) => [.. Transfer(to, amount), .. CalldataSuffix.Write(reference)];

    /// <summary>A call to a Safe; operation 1 would run foreign code as the wallet.</summary>
    public static byte[] Safe(WalletCall call, int operation) => Call(
        "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
        [
            call.TargetValue, Zero, call.InputValue, new AbiValue.Number(operation), Zero, Zero, Zero,
            Account(Address.Zero), Account(Address.Zero), Bytes(new byte[65]),
        ]);

    /// <summary>A call to a modular wallet (ERC-7579): the first byte of its mode says what the other argument is.</summary>
    public static byte[] ByMode(byte callType, byte[] execution) => ByMode([callType], execution);

    private static byte[] ByMode(byte[] mode, byte[] execution) =>
        Call("execute(bytes32,bytes)", [Bytes([.. mode, .. new byte[32 - mode.Length]]), Bytes(execution)]);

    /// <summary>Calls with what a wallet checks before it makes them (ERC-7821).</summary>
    private static byte[] SignedBatch(WalletCall[] calls) =>
        AbiEncoder.Encode([AbiType.Parse("(address,uint256,bytes)[]"), AbiType.Parse("bytes")], [Triples(calls), Bytes(new byte[65])]);

    private static AbiValue Operation6((Address Sender, byte[] Input) one) =>
        List([Account(one.Sender), Zero, Empty, Bytes(one.Input), Zero, Zero, Zero, Zero, Zero, Empty, Empty]);

    private static AbiValue Operation7((Address Sender, byte[] Input) one) =>
        List([Account(one.Sender), Zero, Empty, Bytes(one.Input), Bytes(new byte[32]), Zero, Bytes(new byte[32]), Empty, Empty]);

    /// <summary>Each operation with an aggregator of its own.</summary>
    private static AbiValue.List Aggregated(IEnumerable<AbiValue> operations) =>
        List(operations.Select(AbiValue (one) => List([List([one]), Account(Sample.Stranger), Bytes(new byte[96])])));

    private static byte[] Call(string signature, AbiValue[] values) => AbiFunction.Parse(signature).EncodeCall(values);

    private static AbiValue.List Targets(WalletCall[] calls) => List(calls.Select(AbiValue (call) => call.TargetValue));

    private static AbiValue.List Inputs(WalletCall[] calls) => List(calls.Select(AbiValue (call) => call.InputValue));

    private static AbiValue.List Triples(WalletCall[] calls) =>
        List(calls.Select(AbiValue (call) => List([call.TargetValue, Zero, call.InputValue])));

    private static AbiValue.List List(IEnumerable<AbiValue> values) => new([.. values]);

    private static AbiValue.Account Account(Address address) => new(address);

    private static AbiValue.Bytes Bytes(byte[] bytes) => new(bytes);
}
