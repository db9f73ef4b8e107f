using System.ComponentModel.DataAnnotations;

namespace ChainTips.Server.Configuration;

/// <summary>What the operator sets, in the section <c>ChainTips</c> of the configuration or as <c>CHAINTIPS__…</c> in the environment.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "ChainTips";

    /// <summary>
    /// Where everything is kept: an SQLite file, relative to the working directory, or a PostgreSQL database, such as
    /// <c>postgres://user:password@host:5432/chaintips</c>. The default value is <c>chaintips.db</c>.
    /// </summary>
    [Required]
    public string Database { get; set; } = "chaintips.db";

    /// <summary>
    /// Where payers reach this gateway, such as <c>https://tips.example</c>; payment-request links begin with it.
    /// The default is none: links then begin with what the caller of the API called.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The file with the key that receipts are signed with, 32 bytes in hex; it is made when it is not there.
    /// The default is the database's name with <c>.key</c> behind it.
    /// </summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>The key itself, instead of a file. The default is none. Set it in the environment, not in a file that others read.</summary>
    public string? SigningKey { get; set; }

    /// <summary>
    /// The file with the policy: which payments are wanted, what the fee is, how final a payment must be. The default is none: all that
    /// is configured is allowed.
    /// </summary>
    public string? PolicyFile { get; set; }

    /// <summary>Who may read <c>/metrics</c>. The default value is <see cref="MetricsAccess.Key"/>.</summary>
    public MetricsAccess Metrics { get; set; } = MetricsAccess.Key;

    /// <summary>Who brings payments to the chains for payers without native coin; a chain may have its own. The default is nobody.</summary>
    public RelayerOptions Relayer { get; set; } = new();

    /// <summary>The chains to follow, by chain id (EIP-155). At least one.</summary>
    public Dictionary<string, ChainOptions> Chains { get; } = [];
}
