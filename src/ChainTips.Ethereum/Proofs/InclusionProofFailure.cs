namespace ChainTips.Ethereum.Proofs;

/// <summary>Why an inclusion proof proves nothing; the default is <see cref="None"/>: it holds.</summary>
public enum InclusionProofFailure
{
    /// <summary>The proof holds.</summary>
    None,

    /// <summary>The path goes on to a node that the proof does not list.</summary>
    MissingNode,

    /// <summary>A node does not have the hash that the root or the node above it names.</summary>
    WrongNode,

    /// <summary>A node is no branch, extension or leaf in canonical form.</summary>
    MalformedNode,

    /// <summary>The nodes are sound, and show that the key has no value.</summary>
    KeyAbsent,

    /// <summary>Nodes are left over after the value was reached.</summary>
    ExtraNodes,
}
