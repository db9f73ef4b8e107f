using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads the headers of a batch; null for each that the node does not have.</summary>
internal sealed class HeaderListReader(string method, int count) : IResultReader
{
    private readonly HeaderObjectReader _header = new(method);
    private readonly BlockHeader?[] _headers = new BlockHeader?[count];

    /// <summary>The headers in the order of the calls.</summary>
    public IReadOnlyList<BlockHeader?> Headers => _headers;

    /// <inheritdoc/>
    public bool Take(ref Utf8JsonReader reader) => _header.Take(ref reader);

    /// <inheritdoc/>
    public void Complete(int index, bool isNull) => _headers[index] = isNull ? null : _header.Header;
}
