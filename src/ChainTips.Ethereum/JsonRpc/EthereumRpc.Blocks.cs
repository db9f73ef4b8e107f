using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions for headers; the hash of each is recomputed while it is read.</summary>
public sealed partial class EthereumRpc
{
    /// <summary>
    /// The canonical block of a number; null if the node answers null, for it may not have seen it yet.
    /// </summary>
    public Task<BlockHeader?> GetBlockAsync(BlockNumber number, CancellationToken cancellationToken) =>
        AskBlockAsync(ByNumber(number), block => block.Number == number, "number", cancellationToken);

    /// <summary>The newest block of a finality; null if the node answers null.</summary>
    public Task<BlockHeader?> GetBlockAsync(BlockTag tag, CancellationToken cancellationToken) =>
        AskBlockAsync(ByTag(tag), _ => true, string.Empty, cancellationToken);

    /// <summary>The block of a hash, canonical or not; null if the node answers null.</summary>
    public Task<BlockHeader?> GetBlockAsync(Hash32 hash, CancellationToken cancellationToken) =>
        AskBlockAsync(
            new JsonRpcRequest(BlockByHash, [hash.ToString(), false]), block => block.Hash == hash, "hash", cancellationToken);

    /// <summary>The newest blocks of several finalities at once, in the order asked; null where the node answers null.</summary>
    public async Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(
        IReadOnlyList<BlockTag> tags, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. tags.Select(ByTag)];
        return await InBatchesAsync(requests.Length, (start, count) => ReadHeadersAsync(requests, start, count, cancellationToken));
    }

    /// <summary>
    /// The canonical blocks of numbers in their order, asked for in batches; null for each that the node answers null for.
    /// </summary>
    public async Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(
        IReadOnlyList<BlockNumber> numbers, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. numbers.Select(ByNumber)];
        return await InBatchesAsync(requests.Length, (start, count) => ReadHeadersAsync(requests, start, count, cancellationToken));
    }

    /// <summary>
    /// The canonical blocks of a range in order, asked for in batches; null for each that the node answers null for.
    /// </summary>
    public Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(
        BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        GetBlocksAsync(BlockNumber.Range(first, last), cancellationToken);

    /// <summary>
    /// The canonical blocks of numbers, each with the block of a tag as the very same request named it: behind one URL every
    /// request may be answered by another node, and what belongs together must come from one.
    /// </summary>
    public async Task<IReadOnlyList<WitnessedBlock>> GetBlocksAsync(
        BlockTag tag, IReadOnlyList<BlockNumber> numbers, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. numbers.Select(ByNumber)];
        return await InBatchesAsync(
            requests.Length,
            async (start, count) =>
            {
                if (_batch.Current == 1)
                {
                    // A node that takes no batches answers twice, and is hoped to be the same one.
                    BlockHeader? tagged = await GetBlockAsync(tag, cancellationToken);
                    return (IReadOnlyList<WitnessedBlock>)[new WitnessedBlock(await GetBlockAsync(numbers[start], cancellationToken), tagged)];
                }

                // One call of the batch is the tag's.
                int blocks = Math.Min(count, _batch.Current - 1);
                JsonRpcRequest[] batch = [ByTag(tag), .. requests[start..Math.Min(requests.Length, start + blocks)]];
                IReadOnlyList<BlockHeader?> headers = await ReadHeadersAsync(batch, 0, batch.Length, cancellationToken);
                return [.. headers.Skip(1).Select(header => new WitnessedBlock(header, headers[0]))];
            });
    }

    private async Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(
        JsonRpcRequest[] requests, int start, int count, CancellationToken cancellationToken)
    {
        HeaderListReader reader = new(BlockByNumber, count);
        await client.StreamBatchAsync(requests[start..(start + count)], reader, cancellationToken);
        return reader.Headers;
    }

    private async Task<BlockHeader?> AskBlockAsync(
        JsonRpcRequest request, Predicate<BlockHeader> isAsked, string what, CancellationToken cancellationToken)
    {
        HeaderListReader reader = new(request.Method, 1);
        await client.StreamAsync(request.Method, request.Parameters, reader, cancellationToken);
        BlockHeader? header = reader.Headers[0];
        return header is null || isAsked(header)
            ? header
            : throw MalformedResponseException.OfOtherQuestion(request.Method, "result", $"is not of the {what} that was asked");
    }

    private static JsonRpcRequest ByNumber(BlockNumber number) => new(BlockByNumber, [Quantity(number.Value), false]);

    private static JsonRpcRequest ByTag(BlockTag tag) => new(BlockByNumber, [NameOf(tag), false]);
}
