namespace ChainTips.Ethereum.Proofs;

/// <summary>A key of a trie with its value; the default is no entry, since both are empty.</summary>
/// <param name="Key">Up to <see cref="MerklePatriciaTrie.MaxKeyLength"/> bytes.</param>
/// <param name="Value">At least one byte: to a trie an empty value is an absent one.</param>
public readonly record struct TrieEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);
