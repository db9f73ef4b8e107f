namespace ChainTips.Ethereum.Tests.Hashing;

/// <summary>Keccak-256 written once more from the specification: bytes, loops and computed constants only.</summary>
internal static class SlowKeccak
{
    private const int Rate = 136;

    public static byte[] Hash(byte[] input)
    {
        byte[] padded = new byte[((input.Length / Rate) + 1) * Rate];
        input.CopyTo(padded, 0);
        padded[input.Length] ^= 0x01;
        padded[^1] ^= 0x80;

        ulong[,] lanes = new ulong[5, 5];
        for (int start = 0; start < padded.Length; start += Rate)
        {
            for (int i = 0; i < Rate; i++)
            {
                int lane = i / 8;
                lanes[lane % 5, lane / 5] ^= (ulong)padded[start + i] << (8 * (i % 8));
            }

            Permute(ref lanes);
        }

        byte[] output = new byte[32];
        for (int i = 0; i < output.Length; i++)
        {
            int lane = i / 8;
            output[i] = (byte)((lanes[lane % 5, lane / 5] >> (8 * (i % 8))) & 0xff);
        }

        return output;
    }

    private static void Permute(ref ulong[,] lanes)
    {
        byte shiftRegister = 1;
        for (int round = 0; round < 24; round++)
        {
            MixColumns(lanes);
            lanes = MixRows(RotateAndMove(lanes));
            for (int j = 0; j <= 6; j++)
            {
                if ((shiftRegister & 1) != 0)
                {
                    lanes[0, 0] ^= 1UL << ((1 << j) - 1);
                }

                shiftRegister = (byte)(((shiftRegister << 1) ^ ((shiftRegister >> 7) * 0x71)) & 0xff);
            }
        }
    }

    private static void MixColumns(ulong[,] lanes)
    {
        ulong[] parity = new ulong[5];
        for (int x = 0; x < 5; x++)
        {
            for (int y = 0; y < 5; y++)
            {
                parity[x] ^= lanes[x, y];
            }
        }

        for (int x = 0; x < 5; x++)
        {
            ulong right = parity[(x + 1) % 5];
            for (int y = 0; y < 5; y++)
            {
                lanes[x, y] ^= parity[(x + 4) % 5] ^ ((right << 1) | (right >> 63));
            }
        }
    }

    private static ulong[,] RotateAndMove(ulong[,] lanes)
    {
        ulong[,] moved = new ulong[5, 5];
        moved[0, 0] = lanes[0, 0];
        int x = 1;
        int y = 0;
        for (int t = 0; t < 24; t++)
        {
            int offset = (t + 1) * (t + 2) / 2 % 64;
            ulong lane = lanes[x, y];
            int next = ((2 * x) + (3 * y)) % 5;
            moved[y, next] = offset == 0 ? lane : (lane << offset) | (lane >> (64 - offset));
            (x, y) = (y, next);
        }

        return moved;
    }

    private static ulong[,] MixRows(ulong[,] lanes)
    {
        ulong[,] mixed = new ulong[5, 5];
        for (int x = 0; x < 5; x++)
        {
            for (int y = 0; y < 5; y++)
            {
                mixed[x, y] = lanes[x, y] ^ (~lanes[(x + 1) % 5, y] & lanes[(x + 2) % 5, y]);
            }
        }

        return mixed;
    }
}
