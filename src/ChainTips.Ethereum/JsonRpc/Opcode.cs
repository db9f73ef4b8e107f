namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The instructions of the Ethereum virtual machine that a <see cref="CallProgram"/> is made of.</summary>
/// <remarks>
/// Arguments are taken from the top of the stack, the first one named being the topmost (Yellow Paper, appendix H).
/// All but <see cref="StaticCall"/> and <see cref="ReturnDataSize"/>, which are of 2017, are as old as the machine.
/// </remarks>
internal enum Opcode : byte
{
    /// <summary>Two numbers; gives the first times the second, modulo 2²⁵⁶.</summary>
    Multiply = 0x02,

    /// <summary>Two numbers; gives the first less the second, modulo 2²⁵⁶.</summary>
    Subtract = 0x03,

    /// <summary>Two numbers; gives 1 if the first is greater, else 0.</summary>
    GreaterThan = 0x11,

    /// <summary>Gives the length of the program, with the data behind its instructions.</summary>
    CodeSize = 0x38,

    /// <summary>Where in memory, where in the program, how many bytes; copies them.</summary>
    CodeCopy = 0x39,

    /// <summary>Gives the length of what the last call returned (EIP-211).</summary>
    ReturnDataSize = 0x3d,

    /// <summary>Takes one number and forgets it.</summary>
    Pop = 0x50,

    /// <summary>Where in memory, a number; writes the number's last byte.</summary>
    StoreByte = 0x53,

    /// <summary>Gives the gas that is left.</summary>
    Gas = 0x5a,

    /// <summary>Gives the byte that follows.</summary>
    Push1 = 0x60,

    /// <summary>Gives the two bytes that follow, as one number.</summary>
    Push2 = 0x61,

    /// <summary>Gives the twenty bytes that follow, as one number.</summary>
    Push20 = 0x73,

    /// <summary>
    /// Gas, address, value, where the arguments are and their length, where to put the answer and how much of it;
    /// gives 1 if the call succeeded, else 0.
    /// </summary>
    Call = 0xf1,

    /// <summary>Where in memory, how many bytes; ends the program with them.</summary>
    Return = 0xf3,

    /// <summary>As <see cref="Call"/> without a value; whatever would change the state fails (EIP-214).</summary>
    StaticCall = 0xfa,
}
