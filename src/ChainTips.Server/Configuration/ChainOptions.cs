using ChainTips.Chain;

namespace ChainTips.Server.Configuration;

/// <summary>One chain to follow.</summary>
internal sealed class ChainOptions
{
    /// <summary>The URL of a node's JSON-RPC, http or https. It may hold a key; no log shows more of it than host and port.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The URLs of several nodes, instead of <see cref="Endpoint"/>; the first that answers well is asked. The default is none.</summary>
    public List<string> Endpoints { get; } = [];

    /// <summary>The most HTTP requests per second to one endpoint; a batch is one. The default is none: no limit of our own.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>After how long another endpoint is asked beside one that has not answered, 10 ms to 1 hour. The default is two seconds.</summary>
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The URL where a node announces new blocks, ws or wss (<c>eth_subscribe</c>). The default is none. It only shortens the wait for a
    /// block: what counts is read from the endpoints.
    /// </summary>
    public string? WebSocket { get; set; }

    /// <summary>The address of the tipping contract, <c>TipRouter</c>.</summary>
    public string Router { get; set; } = "";

    /// <summary>
    /// The address of <c>ForwarderFactory</c>, which makes deposit addresses. The default is none: no deposit address is offered.
    /// </summary>
    public string? ForwarderFactory { get; set; }

    /// <summary>
    /// Whether payers may pay by Permit2. The default value is false: set it where the contract stands at its one address,
    /// 0x000000000022D473030F116dDEE9F6B43aC78BA3.
    /// </summary>
    public bool Permit2 { get; set; }

    /// <summary>
    /// The address that takes the platform's fee, which the policy says. The default is none: no fee is taken, whatever the policy says.
    /// </summary>
    public string? FeeReceiver { get; set; }

    /// <summary>
    /// Further contracts whose user operations are believed (ERC-4337), beside the well-known entry points; on test chains only. The default is none.
    /// </summary>
    public IList<string> EntryPoints { get; } = [];

    /// <summary>The first block to read: the one that the router was deployed in, or a later one. The default value is 0.</summary>
    public ulong StartBlock { get; set; }

    /// <summary>How long to wait between two looks at the head. The default value is one second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many blocks of final history are read and applied at once at most, 1 to 100000; fewer when they are full.
    /// The default is none: 1980, or 10000 at the level <c>Trust</c>.
    /// </summary>
    public int? RangeSize { get; set; }

    /// <summary>How many ranges of final history are read at the same time, 1 to 64. The default value is 4.</summary>
    public int RangesInFlight { get; set; } = 4;

    /// <summary>
    /// How far the node is believed, <c>Proof</c>, <c>Bloom</c> or <c>Trust</c>. The default is none: as little as the chain allows.
    /// </summary>
    public Verification? Verification { get; set; }

    /// <summary>
    /// Allows <c>Trust</c> on a chain whose money is worth something. The default value is false. It means that a node which leaves a
    /// payment out of its answer, by fault or by will, is believed.
    /// </summary>
    public bool AllowTrust { get; set; }

    /// <summary>After how many confirmations a block is final. The default is none: the chain's own rule holds, see <c>/v1/chains</c>.</summary>
    public int? Confirmations { get; set; }

    /// <summary>Who brings payments to this chain, instead of the one for all chains; it is taken whole. The default is none.</summary>
    public RelayerOptions? Relayer { get; set; }

    /// <summary>The tokens that are credited. The default is none: the ones known for the chain.</summary>
    public List<TokenOptions> Tokens { get; } = [];
}
