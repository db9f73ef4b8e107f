using System.Text.Json;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Relaying;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/chains</c>: which chains are followed, how, and how far.</summary>
internal static class ChainEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapGet("/chains", List)
        .WithTags("Chains").WithSummary("List the chains and how the following of each stands");

    private static ListView<ChainView> List(FollowedChains chains, RelayStations stations, GatewaySigner signer) => new(
        [.. chains.All.Select(chain => ChainView.Of(
            chain, chains.StatusOf(chain.Settings.ChainId), chains.EndpointsOf(chain.Settings.ChainId), signer.Address) with { Relayer = RelayerView.Of(stations.Find(chain.Settings.ChainId)) })], false, null);
}

/// <summary>A chain and how the following of it stands.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Name">The chain's name.</param>
/// <param name="Router">The tipping contract.</param>
/// <param name="ForwarderFactory">The contract that makes deposit addresses; null when none are offered.</param>
/// <param name="Signer">Who signs the receipts.</param>
/// <param name="Tokens">The tokens that are credited.</param>
/// <param name="FinalityRule">When a block is final: the rule in force, and why it is not the chain's own where it is not.</param>
/// <param name="Verification">How far the node is believed: <c>proof</c>, <c>bloom</c> or <c>trust</c>.</param>
/// <param name="State"><c>connecting</c>, <c>following</c>, <c>standby</c> while another gateway on the same database follows, or
/// <c>faulted</c> while the node does not answer as it should.</param>
/// <param name="Fault">What is wrong; null when nothing is.</param>
/// <param name="NodeHead">The newest block that the node reports.</param>
/// <param name="HeadTime">The time of that block.</param>
/// <param name="IsStale">Whether that block is so old that the chain or the node stands still.</param>
/// <param name="SafeBlock">The newest block that the node calls safe; null when it calls none so.</param>
/// <param name="AppliedBlock">The newest block that was applied.</param>
/// <param name="FinalizedBlock">The newest applied block that is final.</param>
/// <param name="LagBlocks">How many blocks the node is ahead of what was applied.</param>
/// <param name="MissingHistory">What is read of the past of tokens that were allowed later, before the chain is followed on; null when nothing is missing.</param>
/// <param name="LastAnswerAt">When the node last answered without fault.</param>
/// <param name="Endpoints">The nodes, in the order of preference.</param>
internal sealed record ChainView(
    ulong ChainId,
    string Name,
    string Router,
    string? ForwarderFactory,
    string Signer,
    IReadOnlyList<TokenView> Tokens,
    string FinalityRule,
    string Verification,
    string State,
    string? Fault,
    ulong? NodeHead,
    DateTimeOffset? HeadTime,
    bool IsStale,
    ulong? SafeBlock,
    ulong? AppliedBlock,
    ulong? FinalizedBlock,
    ulong? LagBlocks,
    MissingHistoryView? MissingHistory,
    DateTimeOffset? LastAnswerAt,
    IReadOnlyList<EndpointView> Endpoints)
{
    /// <summary>Who brings payments to the chain for payers without native coin; null when nobody does.</summary>
    public RelayerView? Relayer { get; init; }

    public static ChainView Of(
        ConfiguredChain chain, ChainStatus status, IReadOnlyList<EndpointState> endpoints, Address signer) => new(
        chain.Settings.ChainId,
        chain.Settings.Profile.Name,
        chain.Settings.Router.ToString(),
        chain.Settings.ForwarderFactory?.Address.ToString(),
        signer.ToString(),
        [.. chain.Settings.Tokens.Select(allowed => TokenView.Of(allowed.Token))],
        status.Finality ?? chain.Settings.Profile.Finality.ToString(),
        chain.Verification.ToString().ToLowerInvariant(),
        NameOf(status),
        status.Fault,
        status.NodeHead?.Value,
        status.Heads is ChainHeads heads ? BlockRef.TimeOf(heads.Head) : null,
        status.IsStale,
        status.Heads?.Safe?.Number.Value,
        status.Cursor?.Head?.Number.Value,
        status.Cursor?.Finalized?.Number.Value,
        status.LagBlocks,
        status.Missing is MissingHistory missing ? MissingHistoryView.Of(missing) : null,
        status.LastAnswerAt,
        [.. endpoints.Select(EndpointView.Of)]);

    private static string NameOf(ChainStatus status) => status switch
    {
        { IsVerified: false } => "connecting",
        { Fault: not null } => "faulted",
        { IsLeading: false } => "standby",
        _ => "following",
    };
}

/// <summary>The past of tokens that were allowed after their chain had been followed, as far as it is not read yet.</summary>
/// <param name="Tokens">The addresses of the tokens that are read now.</param>
/// <param name="NextBlock">The block that is read next for them.</param>
/// <param name="UntilBlock">The newest block that was applied for the others.</param>
internal sealed record MissingHistoryView(IReadOnlyList<string> Tokens, ulong NextBlock, ulong? UntilBlock)
{
    public static MissingHistoryView Of(MissingHistory missing) => new(
        [.. missing.Pairs.Select(pair => pair.Token.ToString())], missing.From.Value, missing.Cursor.Head?.Number.Value);
}

/// <summary>A node of a chain.</summary>
/// <param name="Name">Its scheme, host and port; the rest of its URL may hold a key and is not shown.</param>
/// <param name="State"><c>unverified</c>, <c>ready</c>, <c>resting</c> after a failure or a lie, or <c>excluded</c> because it serves another chain.</param>
/// <param name="Head">The newest block that it reported.</param>
/// <param name="LastAnswerAt">When it last answered without fault.</param>
/// <param name="LastFault">What was wrong the last time that something was.</param>
/// <param name="RestsUntil">Until when others are asked before it.</param>
/// <param name="Requests">How many HTTP requests were sent to it since the start.</param>
/// <param name="RejectedAnswers">How many of its answers were not believed, by the reason.</param>
internal sealed record EndpointView(
    string Name,
    string State,
    ulong? Head,
    DateTimeOffset? LastAnswerAt,
    string? LastFault,
    DateTimeOffset? RestsUntil,
    long Requests,
    IReadOnlyDictionary<string, long> RejectedAnswers)
{
    public static EndpointView Of(EndpointState state) => new(
        state.Name,
        state.Condition.ToString().ToLowerInvariant(),
        state.Head?.Value,
        state.LastAnswerAt,
        state.LastFault,
        state.RestsUntil,
        state.Requests,
        state.Rejected.ToDictionary(count => JsonNamingPolicy.CamelCase.ConvertName(count.Key.ToString()), count => count.Value));
}
