using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace ChainTips.Ethereum.Hashing;

/// <summary>
/// Keccak-f[1600], the permutation under Keccak-256, in the words of the Keccak reference: θ, ρ, π, χ, ι.
/// </summary>
internal static class KeccakPermutation
{
    /// <summary>The constants of ι, one per round.</summary>
    /// <remarks>An array, not a span over the program's data: unoptimised code allocates each time it makes such a span.</remarks>
    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Runs the 24 rounds, two at a time, so that the lanes need no copying between them.</summary>
    /// <remarks>Compiled at once and in full: code that was compiled ahead of time may not look into the library that it indexes the lanes with.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ref KeccakState state)
    {
        Unsafe.SkipInit(out KeccakState other);
        ulong[] constants = RoundConstants;
        for (int round = 0; round < constants.Length; round += 2)
        {
            Round(ref state, ref other, constants[round]);
            Round(ref other, ref state, constants[round + 1]);
        }
    }

    /// <summary>One round from <paramref name="a"/> to <paramref name="e"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(ref KeccakState a, ref KeccakState e, ulong constant)
    {
        // θ: every lane takes in the parities of two neighbouring columns.
        ulong c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
        ulong c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
        ulong c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
        ulong c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
        ulong c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
        ulong d0 = c4 ^ RotateLeft(c1, 1);
        ulong d1 = c0 ^ RotateLeft(c2, 1);
        ulong d2 = c1 ^ RotateLeft(c3, 1);
        ulong d3 = c2 ^ RotateLeft(c4, 1);
        ulong d4 = c3 ^ RotateLeft(c0, 1);

        // ρ and π: the lanes rotate and move to another row, where χ mixes them.
        MixRow(
            ref e, 0,
            a[0] ^ d0, RotateLeft(a[6] ^ d1, 44), RotateLeft(a[12] ^ d2, 43),
            RotateLeft(a[18] ^ d3, 21), RotateLeft(a[24] ^ d4, 14));
        MixRow(
            ref e, 5,
            RotateLeft(a[3] ^ d3, 28), RotateLeft(a[9] ^ d4, 20), RotateLeft(a[10] ^ d0, 3),
            RotateLeft(a[16] ^ d1, 45), RotateLeft(a[22] ^ d2, 61));
        MixRow(
            ref e, 10,
            RotateLeft(a[1] ^ d1, 1), RotateLeft(a[7] ^ d2, 6), RotateLeft(a[13] ^ d3, 25),
            RotateLeft(a[19] ^ d4, 8), RotateLeft(a[20] ^ d0, 18));
        MixRow(
            ref e, 15,
            RotateLeft(a[4] ^ d4, 27), RotateLeft(a[5] ^ d0, 36), RotateLeft(a[11] ^ d1, 10),
            RotateLeft(a[17] ^ d2, 15), RotateLeft(a[23] ^ d3, 56));
        MixRow(
            ref e, 20,
            RotateLeft(a[2] ^ d2, 62), RotateLeft(a[8] ^ d3, 55), RotateLeft(a[14] ^ d4, 39),
            RotateLeft(a[15] ^ d0, 41), RotateLeft(a[21] ^ d1, 2));

        // ι: a constant breaks the symmetry between rounds.
        e[0] ^= constant;
    }

    /// <summary>χ for one row that arrives as five lanes and is stored from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixRow(ref KeccakState e, int first, ulong b0, ulong b1, ulong b2, ulong b3, ulong b4)
    {
        e[first] = b0 ^ (~b1 & b2);
        e[first + 1] = b1 ^ (~b2 & b3);
        e[first + 2] = b2 ^ (~b3 & b4);
        e[first + 3] = b3 ^ (~b4 & b0);
        e[first + 4] = b4 ^ (~b0 & b1);
    }
}
