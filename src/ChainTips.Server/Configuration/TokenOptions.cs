namespace ChainTips.Server.Configuration;

/// <summary>One token that is credited. Of a token that is known for its chain the address is enough.</summary>
internal sealed class TokenOptions
{
    /// <summary>The token's contract.</summary>
    public string Address { get; set; } = "";

    /// <summary>What people call it, 1 to 12 characters.</summary>
    public string? Symbol { get; set; }

    /// <summary>The token's decimal places, 0 to 36; compared with <c>decimals()</c> of the contract.</summary>
    public int? Decimals { get; set; }

    /// <summary>The token's name; compared with <c>name()</c> of the contract.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The version of the token's EIP-712 domain; together with the name it is compared with <c>DOMAIN_SEPARATOR()</c>.
    /// The default is none: the token signs nothing.
    /// </summary>
    public string? DomainVersion { get; set; }
}
