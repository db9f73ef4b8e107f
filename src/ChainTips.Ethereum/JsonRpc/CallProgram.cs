using System.Globalization;
using ChainTips.Ethereum.Crypto;
using static ChainTips.Ethereum.JsonRpc.Opcode;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Init code that makes one call, or two in one state, and returns how the last of them went.</summary>
/// <remarks>
/// It needs no contract on the chain and no help of the node, and no state of it lasts. It returns one byte, 1 if the
/// call succeeded and else 0, and then at most 32 bytes of what was returned. So a revert and a call that burnt all its
/// gas are told apart from a fault of the node without reading the texts of errors, which differ from node to node; a
/// contract cannot make the answer long; and the answer never begins with 0xef, nor is it longer than a contract may
/// be, for which a node would refuse it as the code of a new contract (EIP-3541, EIP-170).
/// </remarks>
internal static class CallProgram
{
    /// <summary>Most bytes of arguments that fit in init code (EIP-3860), beside 128 for the instructions.</summary>
    public const int MaxArguments = 49_152 - 128;

    /// <summary>How much of what a call returned is kept: one word.</summary>
    public const byte MaxReturned = 32;

    /// <summary>Where in memory the answer comes to be: the byte of the outcome, then what was returned.</summary>
    private const byte Answer = 0;

    /// <summary>Where in memory arguments are, beyond all of the answer.</summary>
    private const byte Arguments = 64;

    /// <summary>
    /// Gas that the last call leaves over. To return the answer takes less than half: 200 for each byte, as of new code.
    /// </summary>
    private const ushort Reserve = 16_384;

    /// <summary>Writes the program of a call, and of one before it whose own outcome does not matter.</summary>
    public static byte[] Write(ContractCall contractCall, ContractCall? before)
    {
        int length = contractCall.Data.Length + (before?.Data.Length ?? 0);
        if (length > MaxArguments)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"The calls have {length} bytes of arguments; at most {MaxArguments} can be simulated.");
            throw new ArgumentException(message, nameof(contractCall));
        }

        return
        [
            .. before is null ? [] : FirstCall(before, length),
            .. LastCall(contractCall),
            .. before is null ? [] : before.Data.Span,
            .. contractCall.Data.Span,
        ];
    }

    /// <summary>Reads what the program returned.</summary>
    /// <returns>What the call returned, cut; null if it failed.</returns>
    /// <exception cref="MalformedResponseException">No run of the program ends so.</exception>
    public static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length is 0 or > 1 + MaxReturned || answer.Span[0] > 1)
        {
            throw MalformedResponseException.OfField(
                "eth_call",
                "result",
                "is not what the init code returns; use a node that runs eth_call without a recipient");
        }

        // Not "? null : …", where null would become empty memory, and so an answer.
        return answer.Span[0] == 0 ? default(ReadOnlyMemory<byte>?) : answer[1..];
    }

    /// <summary>CALL with all gas but the 64th part that EIP-150 keeps back, and forget how it went.</summary>
    private static byte[] FirstCall(ContractCall call, int fromEnd) =>
    [
        .. LoadArguments(call.Data.Length, fromEnd),
        .. Push(0),                                 // keep nothing of the answer
        .. Push(Answer),
        .. Push2Of(call.Data.Length),
        .. Push(Arguments),
        .. Push(0),                                 // no value
        (byte)Push20, .. call.To.ToArray(),
        (byte)Gas,
        (byte)Opcode.Call,
        (byte)Pop,
    ];

    /// <summary>STATICCALL, as a contract asks a question of another, and return how it went.</summary>
    private static byte[] LastCall(ContractCall call) =>
    [
        .. LoadArguments(call.Data.Length, call.Data.Length),
        .. Push(MaxReturned),
        .. Push(Answer + 1),
        .. Push2Of(call.Data.Length),
        .. Push(Arguments),
        (byte)Push20, .. call.To.ToArray(),
        .. Push2Of(Reserve),
        (byte)Gas,
        (byte)Subtract,                             // with less than the reserve left it is huge, and EIP-150 decides
        (byte)StaticCall,
        .. Push(Answer), (byte)StoreByte,           // the outcome
        .. Length(),
        .. Push(Answer),
        (byte)Return,
    ];

    /// <summary>Copies arguments, which stand behind the instructions, to memory.</summary>
    private static byte[] LoadArguments(int length, int fromEnd) =>
    [
        .. Push2Of(length),
        .. Push2Of(fromEnd), (byte)CodeSize, (byte)Subtract,
        .. Push(Arguments),
        (byte)CodeCopy,
    ];

    /// <summary>
    /// The length of the answer, 1 + min(returned, 32), without a jump: 33 - (32 - returned) · (32 &gt; returned).
    /// </summary>
    private static byte[] Length() =>
    [
        (byte)ReturnDataSize, .. Push(MaxReturned), (byte)Subtract,
        (byte)ReturnDataSize, .. Push(MaxReturned), (byte)GreaterThan,
        (byte)Multiply,
        .. Push(1 + MaxReturned), (byte)Subtract,
    ];

    private static byte[] Push(byte value) => [(byte)Push1, value];

    private static byte[] Push2Of(int value) => [(byte)Push2, (byte)(value >> 8), (byte)(value & 0xff)];
}
