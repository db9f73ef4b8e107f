namespace ChainTips.Server.Configuration;

/// <summary>How payments are brought to a chain for payers who own no native coin. Without a key none are.</summary>
internal sealed class RelayerOptions
{
    /// <summary>The file with the key that pays the gas, 32 bytes in hex. The default is none. It is never made: its address must be sent native coin first.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The key itself, instead of a file. The default is none. Set it in the environment, not in a file that others read.</summary>
    public string? Key { get; set; }

    /// <summary>The most that is paid for a unit of gas, in wei. The default value is 100000000000, which is 100 gwei.</summary>
    public string MaxFeePerGas { get; set; } = "100000000000";

    /// <summary>The least that the block's maker is offered for a unit of gas, in wei. The default value is 1000000.</summary>
    public string LeastPriorityFeePerGas { get; set; } = "1000000";

    /// <summary>The most gas of one authorization, 50000 to 2000000. The default value is 200000.</summary>
    public long MostGas { get; set; } = 200_000;

    /// <summary>How many authorizations are relayed for a platform within 24 hours. The default value is 10000.</summary>
    public long RelaysPerDay { get; set; } = 10_000;

    /// <summary>How much gas a platform's authorizations may use within 24 hours. The default value is 1000000000.</summary>
    public long GasPerDay { get; set; } = 1_000_000_000;

    /// <summary>How many authorizations are relayed for a payer of a platform within 24 hours. The default value is 100.</summary>
    public long PayerRelaysPerDay { get; set; } = 100;

    /// <summary>How much gas a payer's authorizations may use within 24 hours. The default value is 20000000.</summary>
    public long PayerGasPerDay { get; set; } = 20_000_000;

    /// <summary>How many authorizations of a platform are checked within a second, 1 to 10000. The default value is 50.</summary>
    public int ChecksPerSecond { get; set; } = 50;

    /// <summary>How many transactions of the key may be under way, 1 to 1000. The default value is 16.</summary>
    public int MostUnderWay { get; set; } = 16;

    /// <summary>How many authorizations go into one transaction of the tipping contract, 1 to 200; 1 sends each to the token. The default value is 1.</summary>
    public int MostTogether { get; set; } = 1;
}
