using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Crypto;

/// <summary>A chain with one contract at most, which answers as scripted; it writes down what it was asked.</summary>
internal sealed class ScriptedContracts : IContractCaller
{
    /// <summary>The code at every address.</summary>
    public byte[] Code { get; init; } = [];

    /// <summary>What the contract returns as it is; null if it reverts.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>What the contract returns after a call to its factory; null if it reverts.</summary>
    public byte[]? AnswerAfterFactory { get; init; }

    public List<(ContractCall Call, ContractCall? Before)> Calls { get; } = [];

    public Task<ReadOnlyMemory<byte>> GetCodeAsync(Address address, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(Code);

    public Task<ReadOnlyMemory<byte>?> CallAsync(ContractCall contractCall, ContractCall? before, CancellationToken cancellationToken)
    {
        Calls.Add((contractCall, before));
        byte[]? answer = before is null ? Answer : AnswerAfterFactory;
        return Task.FromResult(answer is null ? default(ReadOnlyMemory<byte>?) : answer);
    }
}
