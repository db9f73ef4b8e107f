using System.Runtime.CompilerServices;

namespace ChainTips.Ethereum.Hashing;

/// <summary>The 25 lanes of 64 bits of Keccak-f[1600]; lane (x, y) of the specification has the index 5y + x.</summary>
[InlineArray(25)]
internal struct KeccakState
{
    private ulong _lane;
}
