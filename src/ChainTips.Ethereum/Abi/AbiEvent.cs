using System.Diagnostics.CodeAnalysis;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>An event of a contract: how its logs are found and read.</summary>
public sealed class AbiEvent
{
    /// <summary>How many topics a log of the EVM can have.</summary>
    private const int MaxTopics = 4;

    private readonly AbiType[] _dataTypes;
    private readonly int _firstIndexed;
    private readonly int _topicCount;

    private AbiEvent(AbiDeclaration declaration)
    {
        Name = declaration.Name;
        Parameters = declaration.Parameters;
        Signature = declaration.Signature;
        IsAnonymous = declaration.IsAnonymous;
        Topic = declaration.Hash;
        _dataTypes = [.. Parameters.Where(parameter => !parameter.IsIndexed).Select(parameter => parameter.Type)];
        _firstIndexed = IsAnonymous ? 0 : 1;
        _topicCount = _firstIndexed + Parameters.Count - _dataTypes.Length;
        if (_topicCount > MaxTopics)
        {
            throw new FormatException(
                $"The event {Excerpt.Quote(Signature)} has {_topicCount} topics, a log at most {MaxTopics}; index fewer.");
        }
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it tells, indexed or not, in order.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>The canonical signature, such as <c>Transfer(address,address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>Whether its logs do not begin with its topic.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The hash of the signature, which is the first topic of its logs unless it is anonymous.</summary>
    public Hash32 Topic { get; }

    /// <summary>
    /// Reads a declaration such as <c>event Transfer(address indexed from, address indexed to, uint value)</c>, where the
    /// keyword and the names may be missing.
    /// </summary>
    /// <exception cref="FormatException">The text is no such declaration; the message says why.</exception>
    public static AbiEvent Parse(string text) => new(AbiDeclaration.Parse(text, "event"));

    /// <summary>Reads the values of a log, one per parameter.</summary>
    /// <param name="topics">All topics of the log.</param>
    /// <param name="data">Its data.</param>
    /// <param name="values">The values, if it was accepted; hashes of indexed ones that do not fit in a topic.</param>
    /// <param name="failure">Why it was refused, else <see cref="AbiDecodeFailure.None"/>.</param>
    public bool TryDecode(
        IReadOnlyList<Hash32> topics,
        ReadOnlyMemory<byte> data,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure)
    {
        values = null;
        failure = FindTopicFault(topics);
        if (failure != AbiDecodeFailure.None
            || !AbiDecoder.TryDecode(_dataTypes, data, out IReadOnlyList<AbiValue>? fromData, out failure))
        {
            return false;
        }

        AbiValue[] read = new AbiValue[Parameters.Count];
        int topic = _firstIndexed;
        int next = 0;
        for (int i = 0; i < read.Length; i++)
        {
            AbiValue? value = Parameters[i].IsIndexed
                ? ReadTopic(Parameters[i].Type, topics[topic++], out failure)
                : fromData[next++];
            if (value is null)
            {
                return false;
            }

            read[i] = value;
        }

        values = read;
        return true;
    }

    private AbiDecodeFailure FindTopicFault(IReadOnlyList<Hash32> topics) =>
        topics.Count != _topicCount ? AbiDecodeFailure.TopicCountMismatch
        : !IsAnonymous && topics[0] != Topic ? AbiDecodeFailure.SignatureMismatch
        : AbiDecodeFailure.None;

    /// <remarks>
    /// Solidity ABI specification, Encoding of Indexed Event Parameters: arrays and structs are hashed even where they
    /// would fit in a word.
    /// </remarks>
    private static AbiValue? ReadTopic(AbiType type, Hash32 topic, out AbiDecodeFailure failure)
    {
        failure = AbiDecodeFailure.None;
        if (type.IsDynamic || type.Depth > 0)
        {
            return new AbiValue.Hashed(topic);
        }

        failure = AbiWordReader.Read(type, topic.ToArray(), out AbiValue? value);
        return value;
    }
}
